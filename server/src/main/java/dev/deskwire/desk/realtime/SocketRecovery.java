package dev.deskwire.desk.realtime;

import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.socketio.InMemoryRecoveryStore;
import dev.deskwire.socketio.MissedEvent;
import dev.deskwire.socketio.RecoverableEvent;
import dev.deskwire.socketio.Recovery;
import dev.deskwire.socketio.RecoveryGuard;
import dev.deskwire.socketio.RecoverySession;
import dev.deskwire.socketio.RecoveryStore;
import dev.deskwire.socketio.Socket;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Connection state recovery on the desk's log: this node remembers who was here, the log what they
/// missed. The offsets are positions of the log ([LogOffset]).
///
/// A client that comes back to another node, or after a restart, is not recovered; it says where it
/// was by `auth: {after}` or `resume`.
@ApplicationScoped
class SocketRecovery implements RecoveryGuard {
  private final SocketReplay replay;
  private final SocketRooms rooms;
  private final RightsModel rights;
  private final DeliveryOrder order;
  private final Duration maxDisconnection;

  SocketRecovery(
      Settings settings,
      SocketReplay replay,
      SocketRooms rooms,
      RightsModel rights,
      DeliveryOrder order) {
    this.replay = replay;
    this.rooms = rooms;
    this.rights = rights;
    this.order = order;
    maxDisconnection = settings.sockets().recovery();
  }

  /// Empty when it is switched off.
  Optional<Recovery> onTheLog() {
    return maxDisconnection.isZero()
        ? Optional.empty()
        : Optional.of(Recovery.from(this::store).within(maxDisconnection).guardedBy(this));
  }

  /// What programs say is in no log.
  private RecoveryStore store(String namespace, Duration longest) {
    return namespace.equals(ProgramsDoor.NAMESPACE)
        ? new NoRecoveryStore()
        : new Store(new InMemoryRecoveryStore(longest));
  }

  @Override
  public @Nullable String user(Socket socket) {
    var signed = Signed.of(socket);
    return signed == null ? null : signed.userId();
  }

  @Override
  public boolean mayEnter(Socket socket, String room) {
    var signed = Signed.of(socket);
    return signed != null
        && RoomName.parse(room)
            .flatMap(name ->
                rights
                    .person(signed.userId())
                    .filter(who -> rooms.staying(Set.of(name)).test(name, who)))
            .isPresent();
  }

  private final class Store implements RecoveryStore {
    private final InMemoryRecoveryStore sessions;

    Store(InMemoryRecoveryStore sessions) {
      this.sessions = sessions;
    }

    /// Who left in the midst of a replay does not know how far it came, and asks for it again.
    @Override
    public void persist(RecoverySession session) {
      Attendance.leftBehind(session.data())
          .map(data ->
              new RecoverySession(
                  session.sid(),
                  session.pid(),
                  session.rooms(),
                  data,
                  session.user(),
                  session.disconnectedAt()))
          .ifPresent(sessions::persist);
    }

    @Override
    public Optional<RecoverySession> take(String pid) {
      return sessions.take(pid);
    }

    /// What is not of the log is not sent again.
    @Override
    public Optional<String> append(RecoverableEvent event) {
      return Optional.empty();
    }

    @Override
    public Optional<List<MissedEvent>> missed(RecoverySession session, String offset) {
      var userId = session.user();
      return userId == null
          ? Optional.empty()
          : Attendance.among(session.data())
              .flatMap(attendance -> {
                order.between(_ -> attendance.retain(session.rooms()));
                return LogOffset.parse(offset)
                    .flatMap(seen -> replay.missed(userId, attendance, seen));
              });
    }
  }
}
