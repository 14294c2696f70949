package dev.deskwire.desk.notification;

import dev.deskwire.desk.notification.Scope.Place;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a person wants to be told of, where and how. Without I/O.
///
/// @param quietHours `null` for none
record Preferences(List<Rule> rules, @Nullable QuietHours quietHours) {
  /// Those of a person who has said nothing.
  static final Preferences NONE = new Preferences(List.of(), null);

  /// Of the rules that speak of something, the narrowest, and of those the one that names it.
  private static final Comparator<Rule> WEIGHT =
      Comparator.<Rule>comparingInt(rule -> rule.scope().narrowness())
          .thenComparing(rule -> rule.kind() != null);

  /// A notice and how its person is to be told of it.
  ///
  /// @param channels at least the centre
  record Chosen(Notice notice, Set<Channel> channels) {
    Tier tier() {
      return Tier.of(channels);
    }
  }

  /// The ways in which to tell of `notice`; none for not at all.
  Set<Channel> channels(Notice notice, Place place, Instant at) {
    var channels =
        rules.stream()
            .filter(rule -> rule.speaksOf(notice.kind(), place))
            .max(WEIGHT)
            .map(rule -> Channel.withCentre(rule.channels()))
            .orElseGet(() -> Channel.ofTier(notice.tier()));
    return quietHours != null && quietHours.covers(at) ? Channel.quietly(channels) : channels;
  }

  /// The one of several notices of one action to tell: the loudest as the person hears it, then the
  /// loudest as such, then the first.
  Optional<Chosen> loudest(List<Notice> notices, Place place, Instant at) {
    return notices.stream()
        .map(notice -> new Chosen(notice, channels(notice, place, at)))
        .filter(chosen -> !chosen.channels().isEmpty())
        .min(Comparator.comparing(Chosen::tier).thenComparing(chosen -> chosen.notice().tier()));
  }
}
