package dev.deskwire.desk.realtime;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jboss.logging.Logger;

/// What clients may ask of the desk over Socket.IO (contract, section 4). Each is answered, by its
/// acknowledgement or, when it asked for none and failed, by an `error` event.
@ApplicationScoped
class SocketCommands {
  private static final Logger LOG = Logger.getLogger(SocketCommands.class);

  private final Callers callers;
  private final RightsModel rights;
  private final DeliveryOrder order;
  private final InstantSource clock;
  private final List<RoomGuard> guards;

  SocketCommands(
      Callers callers,
      RightsModel rights,
      DeliveryOrder order,
      InstantSource clock,
      @Any Instance<RoomGuard> guards) {
    this.callers = callers;
    this.rights = rights;
    this.order = order;
    this.clock = clock;
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
                  socket.leave(room.apply(id).wire());
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

  private static void answer(
      Socket socket, String event, Ack ack, java.util.function.Supplier<SocketAnswer> command) {
    SocketAnswer answer;
    try {
      answer = command.get();
    } catch (RuntimeException e) {
      LOG.errorf(e, "The socket event %s failed", event);
      answer = new Refused(Code.internal, "Something broke on our side.");
    }
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
    var caller = callers.byId(signed.userId());
    if (caller.isEmpty() || !guarded(room, caller.get())) {
      return new Refused(Code.not_found, "There is nothing here, or not for you.");
    }
    boolean[] joined = new boolean[1];
    order.between(_ -> {
      // the rights of this position have the last word: no change of rights is between
      joined[0] =
          rights.person(signed.userId()).filter(now -> room.admits(now, rights)).isPresent();
      if (joined[0]) {
        socket.join(room.wire());
      }
    });
    LOG.debugf("Socket %s joined %s: %s", socket.id(), room.wire(), joined[0]);
    return joined[0]
        ? SocketAnswer.ok()
        : new Refused(Code.not_found, "There is nothing here, or not for you.");
  }

  private boolean guarded(RoomName room, Caller caller) {
    return guards.stream()
        .filter(guard -> guard.guards(room))
        .allMatch(guard -> guard.admits(room, caller));
  }
}
