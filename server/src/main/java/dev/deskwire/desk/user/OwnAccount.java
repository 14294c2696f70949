package dev.deskwire.desk.user;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.Refusal.Invalid;
import dev.deskwire.desk.platform.auth.Authenticated;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Passwords;
import dev.deskwire.desk.platform.auth.Sessions;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

/// What people do to their own account: end sessions, change the password.
@ApplicationScoped
class OwnAccount {
  private final UserRepository repository;
  private final LoginLimits limits;
  private final Passwords passwords;
  private final Sessions sessions;
  private final RightsChanges rights;

  OwnAccount(
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

  /// The body of `POST /api/auth/password`.
  record PasswordChange(@Nullable String current, @JsonProperty("new") @Nullable String chosen) {}

  Account account(Authenticated authenticated) {
    var user = repository.find(authenticated.caller().id()).orElseThrow();
    return Account.of(user, authenticated.mustChangePassword());
  }

  /// Ends one of the caller's sessions, and its sockets.
  @Transactional
  public Outcome<String> endSession(Caller caller, String sessionId) {
    if (!sessions.end(caller.id(), sessionId)) {
      return Outcome.refused(Refusal.notFound());
    }
    rights.sessionEnded(caller, caller.id(), sessionId, null);
    return Outcome.done(sessionId);
  }

  /// Changes the password and ends all other sessions and all tokens. Guessing the current one is
  /// bounded as at the sign-in.
  Outcome<String> changePassword(Authenticated self, PasswordChange change, String address) {
    var caller = self.caller();
    return passwords
        .chosen("new", change.chosen())
        .then(chosen ->
            limits
                .admit(caller.email(), address)
                .then(_ -> verified(caller, change.current(), chosen)))
        .map(passwords::hash)
        .map(hash ->
            QuarkusTransaction.joiningExisting()
                .call(() -> {
                  repository.password(caller.id(), hash, false);
                  sessions.endAll(caller.id(), self.sessionId());
                  rights.sessionEnded(caller, caller.id(), null, self.sessionId());
                  return caller.id();
                }));
  }

  private Outcome<String> verified(Caller caller, @Nullable String current, String chosen) {
    var login = repository.loginById(caller.id()).orElseThrow();
    if (!passwords.matches(current, login.passwordHash())) {
      return Outcome.refused(new Invalid("current", "This is not your current password"));
    }
    limits.succeeded(caller.email());
    return chosen.equals(current)
        ? Outcome.refused(new Invalid("new", "Choose another password than the current one"))
        : Outcome.done(chosen);
  }
}
