package dev.deskwire.desk.notification;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A way in which a person is told. Every way includes the [#CENTRE]; with none at all, nothing is
/// even stored.
public enum Channel {
  /// The notification centre, silently.
  CENTRE,
  /// A toast in the page.
  PAGE,
  /// A notification of the operating system, by the browser.
  SYSTEM,
  /// A sound, once for all tabs.
  SOUND,
  /// E-mail. Stored with the notification; the desk sends no e-mail yet.
  EMAIL;

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Channel> of(String wire) {
    return Arrays.stream(values()).filter(channel -> channel.wire().equals(wire)).findAny();
  }

  @JsonCreator
  static Channel read(String wire) {
    return of(wire).orElseThrow(() -> new IllegalArgumentException("no channel " + wire));
  }

  /// What a tier means to those who have said nothing else.
  static Set<Channel> ofTier(Tier tier) {
    return switch (tier) {
      case HIGH -> EnumSet.of(CENTRE, PAGE, SYSTEM, SOUND);
      case MEDIUM -> EnumSet.of(CENTRE, PAGE);
      case LOW -> EnumSet.of(CENTRE);
    };
  }

  /// The same ways with the centre, unless there are none.
  static Set<Channel> withCentre(Collection<Channel> channels) {
    if (channels.isEmpty()) {
      return EnumSet.noneOf(Channel.class);
    }
    var all = EnumSet.copyOf(channels);
    all.add(CENTRE);
    return all;
  }

  /// The same ways without those that would disturb somebody's rest.
  static Set<Channel> quietly(Set<Channel> channels) {
    var quiet = EnumSet.noneOf(Channel.class);
    quiet.addAll(channels);
    quiet.remove(SYSTEM);
    quiet.remove(SOUND);
    return quiet;
  }
}
