package dev.deskwire.desk.notification;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a person wants to be told of one kind of event in one scope.
///
/// @param kind `null` for every kind that has no rule of its own in the same scope
/// @param channels none: not at all
record Rule(@Nullable NoticeKind kind, Scope scope, Set<Channel> channels) {
  /// The name of the rule for every kind.
  static final String ANY = "any";

  /// The event on the wire.
  String event() {
    return kind == null ? ANY : kind.wire();
  }

  boolean speaksOf(NoticeKind of, Scope.Place place) {
    return (kind == null || kind == of) && scope.holds(place);
  }
}
