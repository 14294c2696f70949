package dev.deskwire.desk.ticket;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Where a ticket stands.
public enum Status {
  OPEN("Open"),
  IN_PROGRESS("In Progress"),
  WAITING("Waiting"),
  RESOLVED("Resolved"),
  CLOSED("Closed");

  private final String label;

  Status(String label) {
    this.label = label;
  }

  /// The English name that people read.
  public String label() {
    return label;
  }

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Status> of(String wire) {
    return Arrays.stream(values()).filter(status -> status.wire().equals(wire)).findAny();
  }

  @JsonCreator
  static Status read(String wire) {
    return of(wire).orElseThrow(() -> new IllegalArgumentException("no status " + wire));
  }
}
