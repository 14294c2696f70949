package dev.deskwire.desk.realtime;

import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.event.LoggedEvent;
import dev.deskwire.socketio.Socket;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/// Sends a socket that came back what it missed: the events after a position that are addressed to
/// its rooms and that its person may read now, each once and in order.
///
/// While it reads the log, live events pass the socket by ([Attendance#isCatchingUp]). The last of
/// the gap is closed between two live events, and the answer goes out before the next.
@ApplicationScoped
class SocketReplay {
  /// Rows read at once.
  private static final int BATCH = 500;

  /// Who missed more reads everything anew, which is cheaper for both sides.
  private static final long LONGEST = 10_000;

  /// "Try again later", after which official clients reconnect.
  private static final int REPLAY_FAILED = 1013;

  /// How long a client that is ahead of this node waits for it.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final EventLog log;
  private final AudienceRules rules;
  private final RightsModel rights;
  private final DeliveryOrder order;

  SocketReplay(EventLog log, AudienceRules rules, RightsModel rights, DeliveryOrder order) {
    this.log = log;
    this.rules = rules;
    this.rights = rights;
    this.order = order;
  }

  /// Whether the log still holds everything after `after`, and that is not too much to send.
  boolean reaches(long after) {
    order.await(after, PATIENCE);
    long position = order.position();
    return after <= position
        && position - after <= LONGEST
        && after >= log.oldest().orElse(position + 1) - 1;
  }

  /// Replays what came after `after`, then hands out the position that was reached, before the next
  /// live event. The socket must be [Attendance#catchUp]; it no longer is afterwards. Blocks.
  ///
  /// @param suppressedSince live events after this position have passed the socket by
  void replay(Socket socket, long after, long suppressedSince, Consumer<Long> done) {
    var attendance = Attendance.of(socket);
    try {
      long[] cursor = {after};
      while (cursor[0] < order.position()) {
        cursor[0] = send(socket, attendance, cursor[0], order.position(), suppressedSince);
      }
      order.between(position -> {
        while (cursor[0] < position) {
          cursor[0] = send(socket, attendance, cursor[0], position, suppressedSince);
        }
        attendance.caughtUp(after);
        done.accept(position);
      });
    } catch (RuntimeException e) {
      // still catching up, so nothing newer has passed: the client comes back and asks again
      socket.connection().close(REPLAY_FAILED, "What you missed cannot be read; come back.");
      throw e;
    }
  }

  /// Sends one batch.
  ///
  /// @return the position that it reached
  private long send(
      Socket socket, Attendance attendance, long after, long until, long suppressedSince) {
    var rows = log.read(after, BATCH).stream().filter(event -> event.seq() <= until).toList();
    for (var event : rules.asOfNow(rows)) {
      sendOne(socket, attendance, event, suppressedSince);
    }
    return rows.isEmpty() ? until : rows.getLast().seq();
  }

  private void sendOne(
      Socket socket, Attendance attendance, LoggedEvent event, long suppressedSince) {
    var delivery = rules.deliver(event.event(), rights);
    var signed = Signed.of(socket);
    if (delivery.isNone() || signed == null || !attendance.isIn(delivery.rooms())) {
      return;
    }
    boolean wasLive =
        event.seq() <= suppressedSince && attendance.heard(delivery.rooms(), event.seq());
    if (!wasLive && rights.person(signed.userId()).filter(delivery.mayReceive()).isPresent()) {
      delivery.names().forEach(name -> socket.emit(name, Payload.of(event, delivery, name)));
    }
  }

  /// The `resume` of a client: answers `{cursor}`, or `{reset: true}` when the log is too short.
  void resume(Socket socket, long after, Consumer<SocketAnswer> answer) {
    if (!reaches(after)) {
      answer.accept(new SocketAnswer.Ok(Fields.of("reset", true)));
      return;
    }
    long[] suppressedSince = new long[1];
    order.between(position -> {
      Attendance.of(socket).catchUp();
      suppressedSince[0] = position;
    });
    replay(
        socket,
        after,
        suppressedSince[0],
        cursor -> answer.accept(new SocketAnswer.Ok(Map.of("cursor", cursor))));
  }
}
