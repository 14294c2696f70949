package dev.deskwire.desk.platform.auth;

import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.RefusedException;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/// Who makes the present request. The authentication filter sets it before any resource runs.
@RequestScoped
public class CurrentCaller {
  private @Nullable Caller caller;

  public void set(Caller authenticated) {
    caller = authenticated;
  }

  /// @throws RefusedException if nobody is signed in; answered as 401
  public Caller get() {
    if (caller == null) {
      throw new RefusedException(new Refusal.Unauthenticated("Sign in first."));
    }
    return caller;
  }
}
