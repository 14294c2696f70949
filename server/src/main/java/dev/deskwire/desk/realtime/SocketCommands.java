package dev.deskwire.desk.realtime;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// What clients may ask of the desk over Socket.IO (contract, section 4). Each is answered, by its
/// acknowledgement or, when it asked for none and failed, by an `error` event.
@ApplicationScoped
class SocketCommands {
  private static final Logger LOG = Logger.getLogger(SocketCommands.class);

  private final SocketRooms rooms;
  private final InstantSource clock;
  private final SocketReplay replay;
  private final List<SocketCommand> ofFeatures;
  private final List<SocketCommandProvider> providers;

  SocketCommands(
      SocketRooms rooms,
      InstantSource clock,
      SocketReplay replay,
      @Any Instance<SocketCommand> ofFeatures,
      @Any Instance<SocketCommandProvider> providers) {
    this.rooms = rooms;
    this.clock = clock;
    this.replay = replay;
    this.ofFeatures = ofFeatures.stream().toList();
    this.providers = providers.stream().toList();
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
    ofFeatures.forEach(command -> on(socket, command));
    providers.forEach(
        provider -> provider.socketCommands().forEach(command -> on(socket, command)));
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
        (signed, args) ->
            withId(
                args,
                id ->
                    SocketAnswer.of(
                        rooms.join(socket, signed, room.apply(id)).map(_ -> Map.of()))));
    on(
        socket,
        "leave_" + kind,
        (_, args) ->
            withId(
                args,
                id -> {
                  rooms.leave(socket, room.apply(id));
                  return SocketAnswer.ok();
                }));
  }

  private void on(Socket socket, SocketCommand command) {
    on(
        socket,
        command.event(),
        (signed, args) ->
            SocketAnswer.of(command.run(new SocketClient(socket, signed, rooms), args.first())));
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
}
