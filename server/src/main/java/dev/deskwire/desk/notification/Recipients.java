package dev.deskwire.desk.notification;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who is told of one action, and how: each person once, by the notice that was added first. Add
/// the loudest first.
final class Recipients {
  private final @Nullable String actorId;
  private final Map<String, Notice> notices = new LinkedHashMap<>();

  /// @param actorId who acted and so is told nothing
  Recipients(@Nullable String actorId) {
    this.actorId = actorId;
  }

  void add(Collection<String> userIds, Notice notice) {
    userIds.forEach(id -> add(id, notice));
  }

  void add(String userId, Notice notice) {
    if (!userId.equals(actorId)) {
      notices.putIfAbsent(userId, notice);
    }
  }

  /// The notice of each person, by their id.
  Map<String, Notice> notices() {
    return notices;
  }
}
