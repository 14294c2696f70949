package dev.deskwire.desk.user;

import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.Refusal.Forbidden;
import dev.deskwire.desk.platform.Text;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Callers;
import dev.deskwire.desk.platform.auth.Passwords;
import dev.deskwire.desk.platform.auth.Role;
import dev.deskwire.desk.platform.auth.Sessions;
import dev.deskwire.desk.platform.http.Idempotency;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Adds people and changes them.
@ApplicationScoped
public class UserAdministration {
  private final UserRepository repository;
  private final Users users;
  private final RightsChanges rights;
  private final Callers callers;
  private final Memberships memberships;
  private final Sessions sessions;
  private final Passwords passwords;
  private final Idempotency idempotency;
  private final InstantSource clock;

  UserAdministration(
      UserRepository repository,
      Users users,
      RightsChanges rights,
      Callers callers,
      Memberships memberships,
      Sessions sessions,
      Passwords passwords,
      Idempotency idempotency,
      InstantSource clock) {
    this.repository = repository;
    this.users = users;
    this.rights = rights;
    this.callers = callers;
    this.memberships = memberships;
    this.sessions = sessions;
    this.passwords = passwords;
    this.idempotency = idempotency;
    this.clock = clock;
  }

  /// What can be used of a [NewUser].
  private record Valid(String email, String name, List<Role> roles, @Nullable String password) {}

  /// Adds a person, for an admin. The password is hashed before the transaction begins.
  ///
  /// @param key the `Idempotency-Key`
  public Outcome<User> create(Caller caller, @Nullable String key, NewUser asked) {
    if (!caller.isAdmin()) {
      return Outcome.refused(new Forbidden("Only admins add people."));
    }
    return valid(asked)
        .then(valid -> {
          var password = valid.password();
          var hash = password == null ? null : passwords.hash(password);
          return idempotency.once(
              caller,
              key,
              "POST /api/users",
              asked.withoutPassword(),
              User.class,
              () -> insert(caller, valid, hash));
        });
  }

  private Outcome<Valid> valid(NewUser asked) {
    return UserInput.email(asked.email())
        .then(email ->
            Text.name("name", asked.name())
                .then(name ->
                    UserInput.roles(asked.roles())
                        .then(roles -> valid(email, name, roles, asked.password()))));
  }

  private Outcome<Valid> valid(
      String email, String name, List<Role> roles, @Nullable String password) {
    return password == null
        ? Outcome.done(new Valid(email, name, roles, null))
        : passwords
            .chosen("password", password)
            .map(chosen -> new Valid(email, name, roles, chosen));
  }

  private Outcome<User> insert(Caller caller, Valid valid, @Nullable String hash) {
    rights.begin();
    if (repository.emailTaken(valid.email(), null)) {
      return Outcome.refused(emailTaken());
    }
    var user =
        new User(Ids.next(), valid.email(), valid.name(), valid.roles(), Availability.ONLINE, true);
    repository.insert(user, hash, false, clock.instant());
    rights.personChanged(caller, user.id());
    return Outcome.done(user);
  }

  /// Changes a person: admins everything of everybody, oneself name and availability.
  @Transactional
  public Outcome<User> change(Caller caller, String id, ChangeUser asked) {
    rights.begin();
    return users
        .get(caller, id)
        .then(before -> permitted(caller, before, asked))
        .then(before -> changed(before, asked).then(after -> apply(caller, before, after)));
  }

  private static Outcome<User> permitted(Caller caller, User target, ChangeUser asked) {
    boolean own = caller.id().equals(target.id()) && !asked.administers();
    return caller.isAdmin() || own
        ? Outcome.done(target)
        : Outcome.refused(
            new Forbidden("One changes one's own name and availability; the rest admins change."));
  }

  private static Outcome<User> changed(User before, ChangeUser asked) {
    var email =
        asked.email() == null ? Outcome.done(before.email()) : UserInput.email(asked.email());
    var name = asked.name() == null ? Outcome.done(before.name()) : Text.name("name", asked.name());
    var roles =
        asked.roles() == null ? Outcome.done(before.roles()) : UserInput.roles(asked.roles());
    var availability =
        asked.availability() == null
            ? Outcome.done(before.availability())
            : UserInput.availability(asked.availability());
    boolean active = asked.active() == null ? before.active() : asked.active();
    return email.then(newEmail ->
        name.then(newName ->
            roles.then(newRoles ->
                availability.map(
                    said -> new User(before.id(), newEmail, newName, newRoles, said, active)))));
  }

  private Outcome<User> apply(Caller caller, User before, User after) {
    if (before.isActiveAdmin()
        && !after.isActiveAdmin()
        && !repository.anotherActiveAdmin(before.id())) {
      return Outcome.refused(
          Refusal.conflict("last_admin", "This is the last active admin; make another one first."));
    }
    if (repository.emailTaken(after.email(), after.id())) {
      return Outcome.refused(emailTaken());
    }
    if (after.equals(before)) {
      return Outcome.done(before);
    }
    var rightsBefore = callers.byId(after.id()).orElseThrow();
    repository.update(after);
    if (before.active() && !after.active()) {
      sessions.endAll(after.id(), null);
      rights.sessionEnded(caller, after.id(), null, null);
    }
    // who shows the availability of people follows the same row
    if (!sameRights(before, after) || before.availability() != after.availability()) {
      rights.personChanged(caller, after.id());
    }
    if (!before.roles().equals(after.roles())) {
      memberships.rolesChanged(caller, rightsBefore);
    }
    return Outcome.done(after);
  }

  /// Whether the two differ in nothing that stands in a [Caller].
  private static boolean sameRights(User before, User after) {
    return before.name().equals(after.name())
        && before.email().equals(after.email())
        && before.roles().equals(after.roles())
        && before.active() == after.active();
  }

  /// Deactivates a person: what they wrote goes on naming them.
  @Transactional
  public Outcome<User> deactivate(Caller caller, String id) {
    if (Users.sees(caller, id) && !caller.isAdmin()) {
      return users.get(caller, id).then(_ -> Outcome.refused(new Forbidden("Admins only.")));
    }
    return change(caller, id, new ChangeUser(null, null, null, false, null));
  }

  private static Refusal emailTaken() {
    return Refusal.conflict("email_taken", "Somebody has that e-mail already.");
  }
}
