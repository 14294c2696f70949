package dev.deskwire.desk.realtime;

import dev.deskwire.desk.event.LoggedEvent;
import dev.deskwire.socketio.MissedEvent;
import dev.deskwire.socketio.Socket;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Sends a socket that came back what it missed: the events after a position that are addressed to
/// its rooms and that its person may read now, each once and in order.
///
/// While it reads the log, live events pass the socket by ([Attendance#isCatchingUp]). The last of
/// the gap is closed between two live events, and the answer goes out before the next.
@ApplicationScoped
class SocketReplay {
  private final LogReplay log;
  private final RightsModel rights;
  private final DeliveryOrder order;

  SocketReplay(LogReplay log, RightsModel rights, DeliveryOrder order) {
    this.log = log;
    this.rights = rights;
    this.order = order;
  }

  /// Whether the log still holds everything after `after`, and that is not too much to send.
  /// Blocks.
  boolean reaches(long after) {
    return log.reaches(after);
  }

  /// Sends a socket that has heard nothing live yet what came after `offset`. As [#replay].
  void catchUp(Socket socket, LogOffset offset, long joinedAt) {
    replay(socket, new Replay(offset, joinedAt, true), _ -> {});
  }

  /// @param heardUntil up to which position live events may have reached the socket
  /// @param linear whether none did: then the socket is wherever the last replayed event is
  private record Replay(LogOffset offset, long heardUntil, boolean linear) {
    String wire(long seq, int index, int names) {
      var reached = LogOffset.at(seq, index, names);
      return (linear ? reached : reached.inReplay(heardUntil)).wire();
    }
  }

  /// Replays what came after the offset, then hands out the position that was reached, before the
  /// next live event. The socket must be [Attendance#catchUp]; it no longer is afterwards. Blocks.
  private void replay(Socket socket, Replay replay, Consumer<Long> done) {
    var attendance = Attendance.of(socket);
    try {
      log.run(
          replay.offset().from(),
          (event, delivery) -> send(socket, attendance, event, delivery, replay),
          new LogReplay.Reader(socket::isConnected, () -> socket.connection().queuedBytes()),
          position -> {
            if (replay.linear()) {
              attendance.caughtUp(replay.offset().from());
            } else {
              attendance.resumed(replay.offset().from(), replay.heardUntil());
            }
            done.accept(position);
          });
    } catch (RuntimeException e) {
      // still catching up, so nothing newer has passed: the client comes back and asks again
      socket.connection().close(Ending.TRY_LATER.code(), Ending.TRY_LATER.reason());
      throw e;
    }
  }

  private void send(
      Socket socket, Attendance attendance, LoggedEvent event, Delivery delivery, Replay replay) {
    if (!attendance.isIn(delivery.rooms())
        || !Signed.passes(socket, rights, delivery.mayReceive())) {
      return;
    }
    long seq = event.seq();
    if (seq <= replay.heardUntil() && attendance.heard(delivery.rooms(), seq)) {
      return;
    }
    var names = delivery.names();
    for (int i = 0; i < names.size(); i++) {
      if (!replay.offset().covers(seq, i)) {
        var name = names.get(i);
        socket.emitAt(replay.wire(seq, i, names.size()), name, Payload.of(event, delivery, name));
      }
    }
  }

  /// What a connection that broke has missed since the offset that it shows, up to the position of
  /// now, in the rooms that it stood in. Its socket stands in them again, so that what comes later
  /// reaches it live. Blocks.
  ///
  /// @return empty when the log is too short
  Optional<List<MissedEvent>> missed(Attendance attendance, LogOffset shown) {
    var offset = attendance.reached(shown);
    if (!reaches(offset.from())) {
      return Optional.empty();
    }
    // an event that is being delivered at this moment counts: it may have passed the socket by
    long[] until = new long[1];
    order.between(position -> until[0] = position);
    var missed = new ArrayList<MissedEvent>();
    log.between(
        offset.from(),
        until[0],
        (event, delivery) -> addMissed(missed, attendance, event, delivery, offset));
    return Optional.of(missed);
  }

  private void addMissed(
      List<MissedEvent> missed,
      Attendance attendance,
      LoggedEvent event,
      Delivery delivery,
      LogOffset offset) {
    var names = delivery.names();
    for (int i = 0; i < names.size(); i++) {
      if (attendance.misses(delivery.rooms(), event.seq(), i, offset)) {
        missed.add(
            new MissedEvent(
                LogOffset.at(event.seq(), i, names.size()).wire(),
                names.get(i),
                List.of(Payload.of(event, delivery, names.get(i))),
                socket -> Signed.passes(socket, rights, delivery.mayReceive())));
      }
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
        new Replay(LogOffset.after(after), suppressedSince[0], false),
        cursor -> answer.accept(new SocketAnswer.Ok(Map.of("cursor", cursor))));
  }
}
