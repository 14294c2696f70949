package dev.deskwire.desk.notification;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who might be told of one action, and what: everyone but the one who acted. Each is told once, by
/// the loudest of their notices ([Preferences#loudest]).
final class Recipients {
  private final @Nullable String actorId;
  private final Map<String, List<Notice>> notices = new LinkedHashMap<>();

  /// @param actorId who acted and so is told nothing
  Recipients(@Nullable String actorId) {
    this.actorId = actorId;
  }

  void add(Collection<String> userIds, Notice notice) {
    userIds.forEach(id -> add(id, notice));
  }

  void add(String userId, Notice notice) {
    if (!userId.equals(actorId)) {
      notices.computeIfAbsent(userId, _ -> new ArrayList<>()).add(notice);
    }
  }

  Set<String> ids() {
    return notices.keySet();
  }

  /// What there is to tell this person.
  List<Notice> of(String userId) {
    return notices.getOrDefault(userId, List.of());
  }
}
