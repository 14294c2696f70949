package dev.deskwire.desk;

import dev.deskwire.desk.extension.Extensions;
import dev.deskwire.desk.user.FirstStart;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.util.Optional;

/// What must be there before the first request: Quarkus opens the port when this is done. Tests,
/// which start no program, prepare what they need themselves.
@ApplicationScoped
public class Preparation {

  private static final int FIRST = 1;

  /// After everything that starts at no place of its own: extensions may use all of it.
  private static final int LAST = ObserverMethod.DEFAULT_PRIORITY + 1;

  private Optional<String> oneTimePassword = Optional.empty();

  void prepare(@Observes @Priority(FIRST) StartupEvent started, FirstStart firstStart) {
    if (Desk.isServing()) {
      oneTimePassword = firstStart.prepare();
    }
  }

  void extend(@Observes @Priority(LAST) StartupEvent started, Extensions extensions) {
    if (Desk.isServing()) {
      extensions.start();
    }
  }

  /// Of the first administrator, if this start generated it.
  Optional<String> oneTimePassword() {
    return oneTimePassword;
  }
}
