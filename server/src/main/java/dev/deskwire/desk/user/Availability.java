package dev.deskwire.desk.user;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a person says about whether one may turn to them.
public enum Availability {
  ONLINE,
  BUSY,
  AWAY;

  /// The name on the wire and in the database: lower case.
  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Availability> of(String wire) {
    return Arrays.stream(values()).filter(value -> value.wire().equals(wire)).findAny();
  }
}
