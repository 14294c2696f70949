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
    replay(socket, new Replay(offset, joinedAt, LogOffset.LINEAR), _ -> {});
  }

  /// @param heardUntil up to which position live events may have reached the socket
  /// @param number of the replay; [LogOffset#LINEAR] if none did: then the socket is wherever the
  ///   last replayed event is
  private record Replay(LogOffset offset, long heardUntil, long number) {
    boolean isLinear() {
      return number == LogOffset.LINEAR;
    }

    LogOffset at(long seq, int index, int names) {
      return LogOffset.at(seq, index, names).inReplay(number);
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
            long after = replay.offset().from();
            if (replay.isLinear()) {
              attendance.caughtUp(after);
            } else {
              attendance.resumed(replay.number(), after, replay.heardUntil(), position);
            }
            done.accept(position);
          });
    } catch (RuntimeException e) {
      // still catching up, so nothing newer has passed: the client comes back and asks again
      Attendance.giveUp(socket);
      throw e;
    }
  }

  private void send(
      Socket socket, Attendance attendance, LoggedEvent event, Delivery delivery, Replay replay) {
    long seq = event.seq();
    if (!attendance.awaits(delivery.rooms(), seq)
        || !Signed.passes(socket, rights, delivery.mayReceive())) {
      return;
    }
    if (seq <= replay.heardUntil() && attendance.heard(delivery.rooms(), seq)) {
      return;
    }
    var names = delivery.names();
    for (int i = 0; i < names.size(); i++) {
      if (!replay.offset().covers(seq, i)) {
        var name = names.get(i);
        Attendance.send(
            socket, replay.at(seq, i, names.size()), name, Payload.of(event, delivery, name));
      }
    }
  }

  /// What a connection that broke has missed since the offset that it shows, up to the position of
  /// now, in the rooms that it stood in. Its socket stands in them again, so that what comes later
  /// reaches it live; but for those that were closed to it meanwhile. Blocks.
  ///
  /// @return empty when the log is too short, or it is no longer known what the client has
  Optional<List<MissedEvent>> missed(String userId, Attendance attendance, LogOffset shown) {
    return attendance
        .received(shown)
        .filter(received -> reaches(received.from()))
        .map(received -> missed(userId, attendance, received));
  }

  private List<MissedEvent> missed(
      String userId, Attendance attendance, Replays.Received received) {
    // an event that is being delivered at this moment counts: it may have passed the socket by
    long[] until = new long[1];
    order.between(position -> until[0] = position);
    var numbered = attendance.recovered(received);
    var missed = new ArrayList<MissedEvent>();
    log.between(
        received.from(),
        until[0],
        (event, delivery) -> {
          var names = delivery.names();
          for (int i = 0; i < names.size(); i++) {
            if (attendance.misses(delivery.rooms(), event.seq(), i, received)) {
              var offset = numbered.apply(LogOffset.at(event.seq(), i, names.size()));
              missed.add(missedEvent(offset, names.get(i), event, delivery));
            }
          }
          delivery
              .closing()
              .filter(closing -> rights.person(userId).filter(closing.stays()).isEmpty())
              .ifPresent(closing ->
                  order.between(
                      _ -> closing.rooms().forEach(room -> attendance.close(room, event.seq()))));
        });
    return missed;
  }

  private MissedEvent missedEvent(
      LogOffset offset, String name, LoggedEvent event, Delivery delivery) {
    return new MissedEvent(
        offset.wire(),
        name,
        List.of(Payload.of(event, delivery, name)),
        socket -> Signed.passes(socket, rights, delivery.mayReceive()));
  }

  /// The `resume` of a client: answers `{cursor}`, or `{reset: true}` when the log is too short.
  void resume(Socket socket, long after, Consumer<SocketAnswer> answer) {
    if (!reaches(after)) {
      answer.accept(new SocketAnswer.Ok(Fields.of("reset", true)));
      return;
    }
    var attendance = Attendance.of(socket);
    long[] suppressedSince = new long[1];
    order.between(position -> {
      attendance.catchUp();
      suppressedSince[0] = position;
    });
    replay(
        socket,
        new Replay(LogOffset.after(after), suppressedSince[0], Replays.next()),
        cursor -> answer.accept(new SocketAnswer.Ok(Map.of("cursor", cursor))));
  }
}
