package dev.deskwire.desk.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Callers;
import dev.deskwire.desk.realtime.SocketAnswer.Code;
import dev.deskwire.desk.realtime.SocketAnswer.Refused;
import dev.deskwire.socketio.Ack;
import dev.deskwire.socketio.Args;
import dev.deskwire.socketio.Socket;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// What clients may ask of the desk over Socket.IO (contract, section 4). Each is answered, by its
/// acknowledgement or, when it asked for none and failed, by an `error` event.
@ApplicationScoped
class SocketCommands {
  private static final Logger LOG = Logger.getLogger(SocketCommands.class);

  /// How long a refusal waits for the node to hear of the latest changes of rights.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Callers callers;
  private final RightsModel rights;
  private final DeliveryOrder order;
  private final InstantSource clock;
  private final SocketReplay replay;
  private final EventLog log;
  private final List<RoomGuard> guards;

  SocketCommands(
      Callers callers,
      RightsModel rights,
      DeliveryOrder order,
      InstantSource clock,
      SocketReplay replay,
      EventLog log,
      @Any Instance<RoomGuard> guards) {
    this.callers = callers;
    this.rights = rights;
    this.order = order;
    this.clock = clock;
    this.replay = replay;
    this.log = log;
    this.guards = guards.stream().toList();
  }

  /// Handles everything that `socket` may send.
  void listen(Socket socket, BiFunction<Socket, JsonNode, SocketAnswer> authenticate) {
    socket.on(
        "authenticate",
        (args, ack) ->
            answer(socket, "authenticate", ack, () -> authenticate.apply(socket, args.first())));
    rooms(socket, "team", RoomName.OfTeam::new);
    rooms(socket, "queue", RoomName.OfQueue::new);
    rooms(socket, "ticket", RoomName.OfTicket::new);
    rooms(socket, "project", RoomName.OfProject::new);
    on(
        socket,
        "ping_latency",
        (_, _) -> new SocketAnswer.Ok(Map.of("time", clock.instant().toEpochMilli())));
    socket.on("resume", (args, ack) -> resume(socket, args, ack));
    socket.onUnhandled((event, _, ack) ->
        answer(
            socket,
            event,
            ack,
            () ->
                Signed.of(socket) == null
                    ? unauthenticated()
                    : new Refused(Code.invalid, "There is no event of this name.")));
  }

  private void rooms(Socket socket, String kind, Function<String, RoomName> room) {
    on(
        socket,
        "join_" + kind,
        (signed, args) -> withId(args, id -> join(socket, signed, room.apply(id))));
    on(
        socket,
        "leave_" + kind,
        (_, args) ->
            withId(
                args,
                id -> {
                  leave(socket, room.apply(id));
                  return SocketAnswer.ok();
                }));
  }

  private interface Command {
    SocketAnswer run(Signed signed, Args args);
  }

  private void on(Socket socket, String event, Command command) {
    socket.on(
        event,
        (args, ack) ->
            answer(
                socket,
                event,
                ack,
                () -> {
                  var signed = Signed.of(socket);
                  return signed == null ? unauthenticated() : command.run(signed, args);
                }));
  }

  private static SocketAnswer unauthenticated() {
    return new Refused(Code.unauthenticated, "Authenticate first.");
  }

  private static void answer(Socket socket, String event, Ack ack, Supplier<SocketAnswer> command) {
    SocketAnswer answer;
    try {
      answer = SocketRates.of(socket).events().tryConsume(1) ? command.get() : tooMany();
    } catch (RuntimeException e) {
      LOG.errorf(e, "The socket event %s failed", event);
      answer = broken();
    }
    send(socket, event, ack, answer);
  }

  private static SocketAnswer tooMany() {
    return new Refused(Code.rate_limited, "Too many events at once; slow down.");
  }

  private static SocketAnswer broken() {
    return new Refused(Code.internal, "Something broke on our side.");
  }

  private static void send(Socket socket, String event, Ack ack, SocketAnswer answer) {
    if (ack.isRequested()) {
      ack.send(answer.json());
    } else if (answer instanceof Refused(var code, var message)) {
      socket.emit("error", Fields.of("event", event, "code", code.name(), "message", message));
    }
  }

  /// The id in `{id}`, or the payload itself when it is one.
  private static SocketAnswer withId(Args args, Function<String, SocketAnswer> command) {
    var payload = args.first();
    var id = payload.isObject() ? payload.path("id") : payload;
    return Optional.of(id)
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .filter(text -> !text.isBlank())
        .map(command)
        .orElseGet(() -> new Refused(Code.invalid, "Send {id}, or the id itself."));
  }

  /// Joins a room that exists and that the person may stand in; anything else is not found.
  private SocketAnswer join(Socket socket, Signed signed, RoomName room) {
    if (!SocketRates.of(socket).joins().tryConsume(1)) {
      return new Refused(Code.rate_limited, "Too many rooms at once; try again in a second.");
    }
    var caller = callers.byId(signed.userId());
    if (caller.isEmpty() || !guarded(room, caller.get())) {
      return new Refused(Code.not_found, "There is nothing here, or not for you.");
    }
    if (!enter(socket, signed, room)) {
      // the right may be so new that this node has not heard of it yet
      order.await(log.settled(PATIENCE), PATIENCE);
      if (!enter(socket, signed, room)) {
        return new Refused(Code.not_found, "There is nothing here, or not for you.");
      }
    }
    LOG.debugf("Socket %s joined %s", socket.id(), room.wire());
    return SocketAnswer.ok();
  }

  /// Joins the room if the rights of this position allow it: they have the last word, as no change
  /// of rights can come between.
  private boolean enter(Socket socket, Signed signed, RoomName room) {
    boolean[] admitted = new boolean[1];
    order.between(position -> {
      admitted[0] =
          rights.person(signed.userId()).filter(now -> room.admits(now, rights)).isPresent();
      if (admitted[0]) {
        Attendance.of(socket).join(socket, room, position);
      }
    });
    return admitted[0];
  }

  private void leave(Socket socket, RoomName room) {
    order.between(_ -> Attendance.of(socket).leave(socket, room));
  }

  /// Answers before the next live event, so from within the replay.
  private void resume(Socket socket, Args args, Ack ack) {
    var after = args.first().path("after");
    if (Signed.of(socket) == null || !after.isIntegralNumber() || after.asLong() < 0) {
      answer(
          socket,
          "resume",
          ack,
          () ->
              Signed.of(socket) == null
                  ? unauthenticated()
                  : new Refused(Code.invalid, "resume takes {after}, a position of the log."));
      return;
    }
    try {
      if (SocketRates.of(socket).events().tryConsume(1)) {
        replay.resume(socket, after.asLong(), answer -> send(socket, "resume", ack, answer));
      } else {
        send(socket, "resume", ack, tooMany());
      }
    } catch (RuntimeException e) {
      LOG.error("The socket event resume failed", e);
      send(socket, "resume", ack, broken());
    }
  }

  private boolean guarded(RoomName room, Caller caller) {
    return guards.stream()
        .filter(guard -> guard.guards(room))
        .allMatch(guard -> guard.admits(room, caller));
  }
}
