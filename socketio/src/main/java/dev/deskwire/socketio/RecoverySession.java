package dev.deskwire.socketio;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is remembered of a socket whose connection broke.
///
/// @param sid the socket's public id
/// @param pid the secret by which its client claims it
/// @param rooms in which it stood, its own among them
/// @param data as the application left it; a store that writes it elsewhere decides how
/// @param user of the [RecoveryGuard]
public record RecoverySession(
    String sid,
    String pid,
    Set<String> rooms,
    Map<String, Object> data,
    @Nullable String user,
    Instant disconnectedAt) {
  public RecoverySession {
    rooms = Set.copyOf(rooms);
    data = Map.copyOf(data);
  }

  RecoverySession in(Collection<String> fewer) {
    return new RecoverySession(sid, pid, Set.copyOf(fewer), data, user, disconnectedAt);
  }
}
