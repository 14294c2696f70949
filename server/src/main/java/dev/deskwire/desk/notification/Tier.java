package dev.deskwire.desk.notification;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// How loudly a person is told, from the loudest.
public enum Tier {
  /// A notification of the operating system.
  HIGH,
  /// A toast in the page.
  MEDIUM,
  /// Silent: in the centre alone.
  LOW;

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  static Tier read(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
