package dev.deskwire.desk.presence;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What is new between two lists of a ticket's viewers.
record ViewersChange(List<Viewer> before, List<Viewer> after) {
  boolean isNone() {
    return before.equals(after);
  }

  List<Viewer> joined() {
    return added(before, after, _ -> true);
  }

  List<Viewer> left() {
    return added(after, before, _ -> true);
  }

  List<Viewer> startedTyping() {
    return added(before, after, Viewer::isTyping);
  }

  List<Viewer> stoppedTyping() {
    return added(after, before, Viewer::isTyping);
  }

  /// Who must be warned that they are not alone: all viewers, when one has come to others.
  List<Viewer> meeting() {
    return !joined().isEmpty() && after.size() > 1 ? after : List.of();
  }

  /// Who must be warned that others answer as well: all who type, when one has begun beside others.
  List<Viewer> colliding() {
    var typing = after.stream().filter(Viewer::isTyping).toList();
    return !startedTyping().isEmpty() && typing.size() > 1 ? typing : List.of();
  }

  /// Those of `present` with a quality whom `past` does not show with it.
  private static List<Viewer> added(
      List<Viewer> past, List<Viewer> present, Predicate<Viewer> quality) {
    Map<String, Viewer> known =
        past.stream()
            .filter(quality)
            .collect(Collectors.toMap(Viewer::agentId, Function.identity()));
    return present.stream()
        .filter(quality)
        .filter(viewer -> !known.containsKey(viewer.agentId()))
        .toList();
  }
}
