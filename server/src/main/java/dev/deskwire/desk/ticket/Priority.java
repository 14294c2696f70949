package dev.deskwire.desk.ticket;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How pressing a ticket is, from the least to the most.
public enum Priority {
  LOW,
  MEDIUM,
  HIGH,
  URGENT;

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Priority> of(String wire) {
    return Arrays.stream(values()).filter(priority -> priority.wire().equals(wire)).findAny();
  }

  @JsonCreator
  static Priority read(String wire) {
    return of(wire).orElseThrow(() -> new IllegalArgumentException("no priority " + wire));
  }
}
