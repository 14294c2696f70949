package dev.deskwire.desk.notification;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

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

  public static Optional<Tier> of(String wire) {
    return Arrays.stream(values()).filter(tier -> tier.wire().equals(wire)).findAny();
  }

  /// How loud these ways are, so that clients that know tiers alone do what their person wants.
  static Tier of(Set<Channel> channels) {
    if (channels.contains(Channel.SYSTEM)) {
      return HIGH;
    }
    return channels.contains(Channel.PAGE) ? MEDIUM : LOW;
  }

  @JsonCreator
  static Tier read(String wire) {
    return of(wire).orElseThrow(() -> new IllegalArgumentException("no tier " + wire));
  }
}
