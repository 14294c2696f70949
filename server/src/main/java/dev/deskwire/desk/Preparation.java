package dev.deskwire.desk;

import dev.deskwire.desk.user.FirstStart;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/// What must be there before the first request: Quarkus opens the port when this is done. Tests,
/// which start no program, prepare what they need themselves.
@ApplicationScoped
public class Preparation {

  private static final int FIRST = 1;

  private Optional<String> oneTimePassword = Optional.empty();

  void prepare(@Observes @Priority(FIRST) StartupEvent started, FirstStart firstStart) {
    if (Desk.isServing()) {
      oneTimePassword = firstStart.prepare();
    }
  }

  /// Of the first administrator, if this start generated it.
  Optional<String> oneTimePassword() {
    return oneTimePassword;
  }
}
