package dev.deskwire.desk.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.deskwire.desk.event.LoggedEvent;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.Authenticated;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Edge;
import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.desk.platform.config.Settings.Limits;
import dev.deskwire.desk.realtime.RightsEvent.PersonChanged;
import dev.deskwire.desk.realtime.RightsEvent.QueueChanged;
import dev.deskwire.desk.realtime.RightsEvent.SessionEnded;
import dev.deskwire.socketio.Admission;
import dev.deskwire.socketio.Namespace;
import dev.deskwire.socketio.Socket;
import dev.deskwire.socketio.SocketIoServer;
import dev.deskwire.socketio.engine.CorsPolicy;
import dev.deskwire.socketio.packet.JsonFormat;
import dev.deskwire.socketio.vertx.SocketIoVertx;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The Socket.IO door of the desk: who comes in, in which rooms they stand, and what reaches them.
///
/// Everything that must stand in one order with the events, such as joining the automatic rooms and
/// naming the cursor, happens under [DeliveryOrder#between].
@ApplicationScoped
public class SocketGateway implements Door, Listeners {
  private static final Logger LOG = Logger.getLogger(SocketGateway.class);

  /// Socket.IO's, and those of native WebSockets.
  private static final List<String> SOCKET_PATHS = List.of("/socket.io/*", "/ws/*");

  /// How long connections may take to hear of it and to close.
  private static final Duration GOODBYE = Duration.ofSeconds(3);

  private final SocketIoServer server;
  private final Namespace desk;
  private final Edge edge;
  private final SocketSignIn signIn;
  private final SocketCommands commands;
  private final SocketDeadlines deadlines;
  private final SocketReplay replay;
  private final PersonalRooms personal;
  private final Limits limits;
  private final RightsModel rights;
  private final DeliveryOrder order;
  private final RoomWatch watch;

  /// Counts applied changes of rights: a socket whose credentials were checked before the last one
  /// checks them again.
  private final AtomicLong changes = new AtomicLong();

  SocketGateway(
      Settings settings,
      ObjectMapper json,
      Edge edge,
      SocketSignIn signIn,
      SocketCommands commands,
      SocketDeadlines deadlines,
      SocketReplay replay,
      SocketRecovery recovery,
      PersonalRooms personal,
      RightsModel rights,
      DeliveryOrder order,
      RoomWatch watch,
      ProgramsDoor programs) {
    this.edge = edge;
    this.signIn = signIn;
    this.commands = commands;
    this.deadlines = deadlines;
    this.replay = replay;
    this.personal = personal;
    limits = settings.limits();
    this.rights = rights;
    this.order = order;
    this.watch = watch;
    var sockets = settings.sockets();
    var building =
        SocketIoServer.builder()
            .pingInterval(sockets.pingInterval())
            .pingTimeout(sockets.pingTimeout())
            .connectTimeout(sockets.connectTimeout())
            .maxHttpBufferSize(settings.limits().frameBytes())
            .maxQueuedBytes(settings.limits().outboundQueueBytes())
            .maxUnhandled(settings.limits().inboundQueue(), 4L * settings.limits().frameBytes())
            .format(new JsonFormat(settings.limits().binaryAttachments()))
            .mapper(json)
            .cors(CorsPolicy.origins(settings.allowedOrigins()).withCredentials())
            .adapter(programs.adapter())
            .onError((where, failure) -> LOG.errorf(failure, "Socket.IO: %s", where));
    recovery.onTheLog().ifPresent(building::recovery);
    server = building.build();
    programs.open(server);
    desk = server.of("/");
    desk.use(this::admit);
    desk.onConnection(this::connected);
  }

  void mount(@Observes Router router) {
    // the page is asked where it comes from before any handshake and any upgrade
    for (var path : SOCKET_PATHS) {
      router.route(path).order(Integer.MIN_VALUE).handler(this::refuseForeignPages);
    }
    SocketIoVertx.mount(router, server);
  }

  private void refuseForeignPages(RoutingContext context) {
    if (edge.allows(context.request())) {
      context.next();
    } else {
      context
          .response()
          .setStatusCode(403)
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=UTF-8")
          .end("This origin may not use the desk.");
    }
  }

  /// The server, for the shell's settings of the HTTP port.
  SocketIoServer server() {
    return server;
  }

  /// Announces the restart and closes all connections with 1012, so that clients come back by
  /// themselves. The port is still open meanwhile: clients that poll fetch the news and the close
  /// with their next request.
  void restart(@Observes ShutdownDelayInitiatedEvent stop) {
    desk.emit("server:restarting", Map.of("in", Ending.BACK_IN.toSeconds()));
    try {
      server
          .close(GOODBYE)
          .toCompletableFuture()
          .get(2 * GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("Some connections are closed by the end of the process only", e);
    }
  }

  /// Lets in who shows good credentials, and who shows none yet.
  private Admission admit(Socket socket) {
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

  private void connected(Socket socket) {
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

  @Override
  public void deliver(LoggedEvent event, Delivery delivery) {
    var rooms = delivery.rooms().stream().map(RoomName::wire).toArray(String[]::new);
    var names = delivery.names();
    for (int i = 0; i < names.size(); i++) {
      desk.to(rooms)
          .local()
          .where(socket -> mayReceive(socket, delivery))
          .emitAt(
              LogOffset.at(event.seq(), i, names.size()).wire(),
              names.get(i),
              Payload.of(event, delivery, names.get(i)));
    }
    delivery.closing().ifPresent(closing -> close(closing, event.seq()));
    LOG.debugf("Emitted '%s' to %s", delivery.names(), delivery.rooms());
  }

  @Override
  public int count(RoomName room) {
    return desk.to(room.wire()).local().sockets().size();
  }

  @Override
  public void send(Delivery ephemeral) {
    if (ephemeral.rooms().stream().allMatch(room -> count(room) == 0)) {
      return;
    }
    var rooms = ephemeral.rooms().stream().map(RoomName::wire).toArray(String[]::new);
    for (var name : ephemeral.names()) {
      desk.to(rooms)
          .local()
          .where(socket -> isFor(socket, ephemeral))
          .ephemeral()
          .emit(name, ephemeral.fields());
    }
  }

  private void close(Delivery.Closing closing, long seq) {
    for (var room : closing.rooms()) {
      alone(
          standingIn(room),
          socket -> {
            if (!Signed.passes(socket, rights, closing.stays())) {
              Attendance.of(socket).close(socket, room, seq);
            }
          });
    }
  }

  private List<Socket> standingIn(RoomName room) {
    return desk.to(room.wire()).local().sockets();
  }

  private boolean mayReceive(Socket socket, Delivery delivery) {
    try {
      return isFor(socket, delivery) && !Attendance.of(socket).isCatchingUp();
    } catch (RuntimeException e) {
      giveUp(socket, e);
      return false;
    }
  }

  private boolean isFor(Socket socket, Delivery delivery) {
    return Signed.passes(socket, rights, delivery.mayReceive());
  }

  @Override
  public void restart() {
    desk.sockets()
        .forEach(socket ->
            socket.connection().close(Ending.RESTARTING.code(), Ending.RESTARTING.reason()));
  }

  @Override
  public void applied(RightsEvent change) {
    changes.incrementAndGet();
    switch (change) {
      case PersonChanged(var person) -> {
        var sockets = standingIn(new RoomName.OfUser(person.id()));
        if (person.active()) {
          adjust(sockets.stream().collect(Collectors.toMap(Function.identity(), _ -> person)));
        } else {
          endAll(sockets, SocketSignIn.FORBIDDEN, "Your account is not active.");
        }
      }
      // whose queue it is decides on its room and on the rooms of its tickets
      case QueueChanged _ -> adjust(agents());
      case SessionEnded(var userId, var sessionId, var except) ->
          endAll(
              standingIn(new RoomName.OfUser(userId)).stream()
                  .filter(socket -> ends(socket, sessionId, except))
                  .toList(),
              SocketSignIn.EXPIRED,
              "Your session has ended.");
    }
  }

  /// Where nobody can tell which rooms are lost, all of them are given up.
  private void adjust(Map<Socket, Caller> people) {
    try {
      var lost = personal.lost(people);
      alone(
          people.keySet(),
          socket ->
              personal.move(
                  socket,
                  lost.getOrDefault(socket, Set.of()),
                  Objects.requireNonNull(people.get(socket)),
                  order.position()));
    } catch (RuntimeException e) {
      people.keySet().forEach(socket -> giveUp(socket, e));
    }
  }

  private void endAll(List<Socket> sockets, int code, String reason) {
    alone(sockets, socket -> deadlines.end(socket, code, reason));
  }

  /// What fails for one costs nobody else anything.
  private static void alone(Collection<Socket> sockets, Consumer<Socket> action) {
    for (var socket : sockets) {
      try {
        action.accept(socket);
      } catch (RuntimeException e) {
        giveUp(socket, e);
      }
    }
  }

  /// Ends a connection that may stand in the wrong rooms, or has been sent too little: its client
  /// comes back and asks for what it has not been sent.
  private static void giveUp(Socket socket, RuntimeException failure) {
    LOG.errorf(failure, "The socket %s is closed, as it cannot be served", socket.id());
    Attendance.giveUp(socket);
  }

  /// Administrators see every queue; of the others, those who are in one of its rooms may have lost
  /// it. A socket that stands in no room yet enters its rooms by the rights of then.
  private Map<Socket, Caller> agents() {
    var agents = new HashMap<Socket, Caller>();
    for (var socket : desk.sockets()) {
      var signed = Signed.of(socket);
      if (signed != null
          && Attendance.among(socket.data()).filter(Attendance::hasBegun).isPresent()) {
        rights
            .person(signed.userId())
            .filter(person -> !person.isAdmin() && person.isStaff())
            .ifPresent(person -> agents.put(socket, person));
      }
    }
    return agents;
  }

  private static boolean ends(Socket socket, @Nullable String sessionId, @Nullable String except) {
    var signed = Signed.of(socket);
    return signed != null && signed.endsWith(sessionId, except);
  }

  @Override
  public Set<String> in(RoomName room) {
    return standingIn(room).stream()
        .map(Signed::of)
        .filter(signed -> signed != null)
        .map(Signed::userId)
        .collect(Collectors.toUnmodifiableSet());
  }
}
