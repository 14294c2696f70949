package dev.deskwire.desk.user;

import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal.Invalid;
import dev.deskwire.desk.platform.Refusal.Unauthenticated;
import dev.deskwire.desk.platform.auth.Passwords;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells people by e-mail and password. Whoever is not told cannot learn why: an unknown e-mail, a
/// wrong password and a deactivated account take the same time and get the same answer.
@ApplicationScoped
class SignIn {
  private final UserRepository repository;
  private final LoginLimits limits;
  private final Passwords passwords;

  SignIn(UserRepository repository, LoginLimits limits, Passwords passwords) {
    this.repository = repository;
    this.limits = limits;
    this.passwords = passwords;
  }

  /// The body of `POST /api/auth/login` and `POST /api/auth/token`.
  record Attempt(@Nullable String email, @Nullable String password) {}

  /// @param address where the attempt comes from
  Outcome<Account> signIn(Attempt attempt, String address) {
    var email = attempt.email();
    var password = attempt.password();
    if (email == null) {
      return Outcome.refused(new Invalid("email", "email is required"));
    }
    if (password == null) {
      return Outcome.refused(new Invalid("password", "password is required"));
    }
    return limits.admit(email, address).then(_ -> verified(email, password));
  }

  private Outcome<Account> verified(String email, String password) {
    var login = known(email).orElse(null);
    boolean right = passwords.matches(password, login == null ? null : login.passwordHash());
    if (login == null || !right || !login.user().active()) {
      return Outcome.refused(new Unauthenticated("E-mail or password is wrong."));
    }
    limits.succeeded(email);
    return Outcome.done(Account.of(login.user(), login.mustChangePassword()));
  }

  /// Whose e-mail it is; what is no e-mail at all never reaches the database.
  private Optional<UserRepository.Login> known(String email) {
    return UserInput.email(email) instanceof Outcome.Done<String>(var valid)
        ? repository.loginByEmail(valid)
        : Optional.empty();
  }
}
