package dev.deskwire.desk.user;

import dev.deskwire.desk.platform.auth.Passwords;
import dev.deskwire.desk.platform.auth.Sessions;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// Lets an operator back in who has the machine but not the password.
@ApplicationScoped
public class PasswordReset {
  private final UserRepository repository;
  private final LoginLimits limits;
  private final Passwords passwords;
  private final Sessions sessions;
  private final RightsChanges rights;

  PasswordReset(
      UserRepository repository,
      LoginLimits limits,
      Passwords passwords,
      Sessions sessions,
      RightsChanges rights) {
    this.repository = repository;
    this.limits = limits;
    this.passwords = passwords;
    this.sessions = sessions;
    this.rights = rights;
  }

  /// Gives the person with `email` a new password that must be changed at the next sign-in, and
  /// ends their sessions and tokens.
  ///
  /// @return the password, or empty if nobody has that e-mail
  public Optional<String> reset(String email) {
    var login = repository.loginByEmail(email.strip()).orElse(null);
    if (login == null) {
      return Optional.empty();
    }
    var user = login.user();
    var password = Passwords.generate();
    var hash = passwords.hash(password);
    QuarkusTransaction.joiningExisting()
        .run(() -> {
          repository.password(user.id(), hash, true);
          sessions.endAll(user.id(), null);
          rights.sessionEnded(null, user.id(), null, null);
        });
    limits.succeeded(user.email());
    return Optional.of(password);
  }
}
