package dev.deskwire.desk.platform.auth;

import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.RefusedException;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/// Who makes the present request. The [AuthenticationFilter] sets it before any resource runs; a
/// resource that needs nobody to be signed in does not ask.
@RequestScoped
public class CurrentCaller {
  private Outcome<Authenticated> authentication =
      Outcome.refused(new Refusal.Unauthenticated("Sign in first."));

  void set(Outcome<Authenticated> outcome) {
    authentication = outcome;
  }

  /// The caller.
  ///
  /// @throws RefusedException if nobody is signed in; answered as 401
  public Caller get() {
    return authenticated().caller();
  }

  /// The caller with their credentials.
  ///
  /// @throws RefusedException if nobody is signed in; answered as 401
  public Authenticated authenticated() {
    return authentication.orRefuse();
  }

  /// The caller with their credentials, or empty if nobody is signed in.
  public Optional<Authenticated> signedIn() {
    return authentication instanceof Outcome.Done<Authenticated>(var authenticated)
        ? Optional.of(authenticated)
        : Optional.empty();
  }
}
