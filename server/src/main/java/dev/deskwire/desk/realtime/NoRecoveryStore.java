package dev.deskwire.desk.realtime;

import dev.deskwire.socketio.MissedEvent;
import dev.deskwire.socketio.RecoverableEvent;
import dev.deskwire.socketio.RecoverySession;
import dev.deskwire.socketio.RecoveryStore;
import java.util.List;
import java.util.Optional;

/// For namespaces whose events nobody keeps: who comes back begins anew.
final class NoRecoveryStore implements RecoveryStore {
  @Override
  public void persist(RecoverySession session) {}

  @Override
  public Optional<RecoverySession> take(String pid) {
    return Optional.empty();
  }

  @Override
  public Optional<String> append(RecoverableEvent event) {
    return Optional.empty();
  }

  @Override
  public Optional<List<MissedEvent>> missed(RecoverySession session, String offset) {
    return Optional.empty();
  }
}
