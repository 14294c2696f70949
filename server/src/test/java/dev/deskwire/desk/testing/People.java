package dev.deskwire.desk.testing;

import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Role;
import dev.deskwire.desk.platform.auth.SessionCookie;
import dev.deskwire.desk.platform.auth.Sessions;
import dev.deskwire.desk.user.NewUser;
import dev.deskwire.desk.user.UserAdministration;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// People for tests, made the way an admin makes them.
@ApplicationScoped
public class People {
  public static final String PASSWORD = "correct horse battery";

  private static final Caller MAKER =
      new Caller(
          "test",
          "Test",
          "test@example.org",
          Set.of(Role.ADMIN),
          Set.of(),
          Set.of(),
          Set.of(),
          true);

  private final UserAdministration administration;
  private final Sessions sessions;

  People(UserAdministration administration, Sessions sessions) {
    this.administration = administration;
    this.sessions = sessions;
  }

  /// The browser of somebody who has signed in, without the time that a password takes.
  public DeskClient signedIn(Person person) {
    var session = sessions.start(person.id(), null, "127.0.0.1");
    return DeskClient.anonymous().with("Cookie", SessionCookie.NAME + "=" + session.secret());
  }

  /// Somebody whose password is [#PASSWORD].
  public record Person(String id, String email, String name) {
    public DeskClient login() {
      return DeskClient.login(email, PASSWORD);
    }
  }

  public Person admin() {
    return add(Role.ADMIN);
  }

  public Person agent() {
    return add(Role.AGENT);
  }

  public Person sales() {
    return add(Role.SALES);
  }

  public Person customer() {
    return add(Role.CUSTOMER);
  }

  /// A new person of that role, with a name nobody else has.
  public Person add(Role role) {
    var id = Ids.next();
    var email = id.toLowerCase(Locale.ROOT) + "@example.org";
    var user =
        administration
            .create(MAKER, null, new NewUser(email, "P " + id, PASSWORD, List.of(role.wire())))
            .orRefuse();
    return new Person(user.id(), email, user.name());
  }
}
