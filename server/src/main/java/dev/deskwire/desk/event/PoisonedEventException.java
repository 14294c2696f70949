package dev.deskwire.desk.event;

import org.jspecify.annotations.Nullable;

/// A row of the log cannot be understood by this version. The reader passes over it.
public final class PoisonedEventException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PoisonedEventException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
