package dev.deskwire.desk.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.Authenticated;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.desk.platform.config.Settings.Limits;
import dev.deskwire.socketio.Admission;
import dev.deskwire.socketio.Socket;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/// Who comes in over Socket.IO, as whom, and where they stand from then on; who comes back goes on
/// where they were.
///
/// Everything that must stand in one order with the events, such as joining the automatic rooms and
/// naming the cursor, happens under [DeliveryOrder#between].
@ApplicationScoped
class SocketArrivals {
  private static final Logger LOG = Logger.getLogger(SocketArrivals.class);

  private final SocketSignIn signIn;
  private final SocketCommands commands;
  private final SocketDeadlines deadlines;
  private final SocketReplay replay;
  private final PersonalRooms personal;
  private final DeliveryOrder order;
  private final RoomWatch watch;
  private final Limits limits;

  /// Counts applied changes of rights: a socket whose credentials were checked before the last one
  /// checks them again.
  private final AtomicLong changes = new AtomicLong();

  SocketArrivals(
      SocketSignIn signIn,
      SocketCommands commands,
      SocketDeadlines deadlines,
      SocketReplay replay,
      PersonalRooms personal,
      DeliveryOrder order,
      RoomWatch watch,
      Settings settings) {
    this.signIn = signIn;
    this.commands = commands;
    this.deadlines = deadlines;
    this.replay = replay;
    this.personal = personal;
    this.order = order;
    this.watch = watch;
    limits = settings.limits();
  }

  /// A change of rights has been applied: credentials that are being checked are checked again.
  void rightsChanged() {
    changes.incrementAndGet();
  }

  /// Lets in who shows good credentials, and who shows none yet.
  Admission admit(Socket socket) {
    long before = changes.get();
    return signIn
        .atConnect(socket.handshake())
        .map(shown ->
            switch (shown) {
              case Outcome.Done<Authenticated>(var who) -> {
                new Signed(who, before).keepWith(socket);
                yield Admission.admit();
              }
              case Outcome.Refused<Authenticated>(var why) -> refused(why);
            })
        .orElseGet(Admission::admit);
  }

  static Admission refused(Refusal why) {
    return switch (why) {
      case Refusal.Forbidden(var message) ->
          Admission.refuse(message, Map.of("code", SocketSignIn.FORBIDDEN));
      case Refusal.Unauthenticated(var message) ->
          Admission.refuse(message, Map.of("code", SocketSignIn.EXPIRED));
      case Refusal.NotFound _,
          Refusal.Invalid _,
          Refusal.Malformed _,
          Refusal.Conflict _,
          Refusal.PreconditionRequired _,
          Refusal.PreconditionFailed _,
          Refusal.TooLarge _,
          Refusal.TooMany _,
          Refusal.UnsupportedMediaType _ ->
          Admission.refuse(
              "These credentials cannot be used.", Map.of("code", SocketSignIn.EXPIRED));
    };
  }

  /// Somebody has come in, or comes back.
  void connected(Socket socket) {
    LOG.debugf("[Socket.IO] Client connected: %s", socket.id());
    socket.onDisconnect(reason -> {
      deadlines.forget(socket);
      Attendance.among(socket.data()).ifPresent(attendance -> attendance.gone(socket));
      LOG.debugf("[Socket.IO] Client disconnected: %s (%s)", socket.id(), reason.text());
    });
    if (socket.recovered()) {
      goOn(socket);
    } else {
      begin(socket);
    }
  }

  private void begin(Socket socket) {
    Attendance.begin(socket, watch);
    SocketRates.fresh(limits).keepWith(socket);
    commands.listen(socket, this::authenticate);
    var signed = Signed.of(socket);
    if (signed == null) {
      deadlines.awaitCredentials(socket);
    } else {
      settle(socket, signed);
    }
  }

  /// A client that was recovered stands where it stood, as far as it still may, and has been sent
  /// what it missed.
  private void goOn(Socket socket) {
    order.between(_ -> Attendance.goOn(socket));
    commands.listen(socket, this::authenticate);
    var signed = Signed.of(socket);
    if (signed == null) {
      deadlines.awaitCredentials(socket);
      return;
    }
    // the database is asked before the order is held up; changes of rights since are told anyway
    var lost = personal.lost(Map.of(socket, personal.current(signed)));
    order.between(position -> {
      var caller = personal.current(signed);
      personal.move(socket, lost.getOrDefault(socket, Set.of()), caller, position);
      greet(socket, caller, Attendance.of(socket).at(position), false);
    });
    watchOver(socket, signed);
  }

  /// The `authenticate` event: the first credentials of a socket, or newer ones of the same person.
  private SocketAnswer authenticate(Socket socket, JsonNode payload) {
    long before = changes.get();
    return switch (signIn.fromEvent(payload)) {
      case Outcome.Done<Authenticated>(var who) -> {
        var present = Signed.of(socket);
        if (present != null && !present.userId().equals(who.caller().id())) {
          yield new SocketAnswer.Refused(
              SocketAnswer.Code.forbidden, "This connection is somebody else's.");
        }
        var signed = new Signed(who, before);
        signed.keepWith(socket);
        settle(socket, signed);
        yield SocketAnswer.ok();
      }
      case Outcome.Refused<Authenticated>(var why) -> {
        boolean forbidden = why instanceof Refusal.Forbidden;
        yield new SocketAnswer.Refused(
            forbidden ? SocketAnswer.Code.forbidden : SocketAnswer.Code.unauthenticated,
            forbidden ? "You may not connect." : "These credentials are not valid.");
      }
    };
  }

  /// Joins the rooms of a person and tells the client that it is one, with what it missed if it
  /// says where it was.
  private void settle(Socket socket, Signed signed) {
    var attendance = Attendance.of(socket);
    var seen = attendance.hasBegun() ? Optional.<LogOffset>empty() : lastSeen(socket);
    // amid the names of a row nobody knows whether the client has kept the first of them
    var replaying = seen.filter(LogOffset::isWhole).filter(offset -> replay.reaches(offset.from()));
    long[] joinedAt = new long[1];
    order.between(position -> {
      joinedAt[0] = position;
      replaying.ifPresent(_ -> attendance.catchUp());
      var caller = personal.current(signed);
      personal.join(socket, caller, position);
      // who catches up is not further yet than where it was
      var offset = replaying.orElseGet(() -> attendance.at(position));
      greet(socket, caller, offset, seen.isPresent() && replaying.isEmpty());
    });
    replaying.ifPresent(offset -> replay.catchUp(socket, offset, joinedAt[0]));
    watchOver(socket, signed);
  }

  /// Where a client that comes back says it was: by `after`, else by the offset of a session that
  /// could not be recovered. Who lost its connection amid a replay has to ask for that again.
  private static Optional<LogOffset> lastSeen(Socket socket) {
    var auth = socket.handshake().auth();
    if (auth.path("after").isIntegralNumber() && auth.path("after").asLong() >= 0) {
      return Optional.of(LogOffset.after(auth.path("after").asLong()));
    }
    return Optional.of(auth.path("offset"))
        .filter(offset -> offset.isTextual() && auth.path("pid").isTextual())
        .flatMap(offset -> LogOffset.parse(offset.asText()))
        .filter(LogOffset::isLinear);
  }

  private static void greet(Socket socket, Caller caller, LogOffset offset, boolean reset) {
    Attendance.send(socket, offset, "authenticated", hello(caller, offset.from(), reset));
  }

  /// Ends the socket with its credentials; also when they ended while they were being checked.
  private void watchOver(Socket socket, Signed signed) {
    deadlines.watch(socket, signed.credentials());
    if (changes.get() != signed.checkedAt() && !deadlines.stillGood(signed.credentials())) {
      deadlines.end(socket, SocketSignIn.EXPIRED, "Your session has ended.");
    }
  }

  /// @param reset whether the client must read everything anew, or resume: the log does not reach
  ///   back to where it was, or that is not known exactly
  private static Map<String, Object> hello(Caller caller, long cursor, boolean reset) {
    var hello = new LinkedHashMap<String, Object>();
    hello.put("userId", caller.id());
    hello.put("email", caller.email());
    hello.put("name", caller.name());
    hello.put("roles", caller.roles());
    hello.put("cursor", cursor);
    if (reset) {
      hello.put("reset", true);
    }
    return hello;
  }
}
