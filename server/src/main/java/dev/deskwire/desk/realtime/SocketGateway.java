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
import dev.deskwire.desk.realtime.RightsEvent.PersonGone;
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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
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

  /// What clients are told of a restart: when to look for the desk again. A stop takes a second or
  /// two, a start as long.
  private static final Duration RESTART = Duration.ofSeconds(5);

  /// How long connections may take to hear of it and to close.
  private static final Duration GOODBYE = Duration.ofSeconds(3);

  private final SocketIoServer server;
  private final Namespace desk;
  private final Edge edge;
  private final SocketSignIn signIn;
  private final SocketCommands commands;
  private final SocketDeadlines deadlines;
  private final SocketReplay replay;
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
      RightsModel rights,
      DeliveryOrder order,
      RoomWatch watch) {
    this.edge = edge;
    this.signIn = signIn;
    this.commands = commands;
    this.deadlines = deadlines;
    this.replay = replay;
    limits = settings.limits();
    this.rights = rights;
    this.order = order;
    this.watch = watch;
    var sockets = settings.sockets();
    server =
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
            .onError((where, failure) -> LOG.errorf(failure, "Socket.IO: %s", where))
            .build();
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
    desk.emit("server:restarting", Map.of("in", RESTART.toSeconds()));
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

  private static Admission refused(Refusal why) {
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
      watch.gone(socket);
      LOG.debugf("[Socket.IO] Client disconnected: %s (%s)", socket.id(), reason.text());
    });
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
  /// says where it was; then looks again whether the credentials ended while they were being
  /// checked.
  private void settle(Socket socket, Signed signed) {
    var attendance = Attendance.of(socket);
    var after = socket.handshake().auth().path("after");
    boolean returning = after.isIntegralNumber() && !attendance.hasBegun();
    boolean replaying = returning && replay.reaches(after.asLong());
    long[] joinedAt = new long[1];
    order.between(position -> {
      joinedAt[0] = position;
      if (replaying) {
        attendance.catchUp();
      }
      var caller = current(signed);
      automatic(caller).forEach(room -> attendance.join(socket, room, position));
      // who catches up is not further yet than where it was
      long cursor = replaying ? after.asLong() : position;
      socket.emit("authenticated", hello(caller, cursor, returning && !replaying));
    });
    deadlines.watch(socket, signed.credentials());
    if (replaying) {
      replay.replay(socket, after.asLong(), joinedAt[0], _ -> {});
    }
    if (changes.get() != signed.checkedAt() && !deadlines.stillGood(signed.credentials())) {
      deadlines.end(socket, SocketSignIn.EXPIRED, "Your session has ended.");
    }
  }

  /// @param reset whether the client must read everything anew: the log no longer reaches back to
  ///   where it was
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

  /// The person with the rights of the relay's position; with those that were read at the sign-in
  /// while the relay has not heard of them yet.
  private Caller current(Signed signed) {
    return rights.person(signed.userId()).orElse(signed.credentials().caller());
  }

  /// The rooms that a person stands in without asking. They may watch a queue that they no longer
  /// see; then they do not stand in its room.
  private Set<RoomName> automatic(Caller caller) {
    var rooms = new LinkedHashSet<RoomName>();
    rooms.add(new RoomName.OfUser(caller.id()));
    caller.roles().forEach(role -> rooms.add(new RoomName.OfRole(role)));
    caller.teams().forEach(team -> rooms.add(new RoomName.OfTeam(team)));
    if (caller.isStaff()) {
      caller.projects().forEach(project -> rooms.add(new RoomName.OfProject(project)));
      caller.watching().forEach(queue -> rooms.add(new RoomName.OfQueue(queue)));
    }
    rooms.removeIf(room -> !room.admits(caller, rights));
    return rooms;
  }

  @Override
  public void deliver(LoggedEvent event, Delivery delivery) {
    var rooms = delivery.rooms().stream().map(RoomName::wire).toArray(String[]::new);
    for (var name : delivery.names()) {
      desk.to(rooms)
          .local()
          .where(socket -> mayReceive(socket, delivery))
          .emit(name, Payload.of(event, delivery, name));
    }
    LOG.debugf("Emitted '%s' to %s", delivery.names(), delivery.rooms());
  }

  @Override
  public void send(Delivery ephemeral) {
    var rooms = ephemeral.rooms().stream().map(RoomName::wire).toArray(String[]::new);
    for (var name : ephemeral.names()) {
      desk.to(rooms)
          .local()
          .where(socket -> isFor(socket, ephemeral))
          .ephemeral()
          .emit(name, ephemeral.fields());
    }
  }

  private boolean mayReceive(Socket socket, Delivery delivery) {
    return isFor(socket, delivery) && !Attendance.of(socket).isCatchingUp();
  }

  private boolean isFor(Socket socket, Delivery delivery) {
    var signed = Signed.of(socket);
    return signed != null
        && rights.person(signed.userId()).filter(delivery.mayReceive()).isPresent();
  }

  @Override
  public void applied(RightsEvent change) {
    changes.incrementAndGet();
    switch (change) {
      case PersonChanged(var person) -> {
        var sockets = desk.to(new RoomName.OfUser(person.id()).wire()).local().sockets();
        if (person.active()) {
          sockets.forEach(socket -> adjust(socket, person));
        } else {
          sockets.forEach(socket ->
              deadlines.end(socket, SocketSignIn.FORBIDDEN, "Your account is not active."));
        }
      }
      case PersonGone(var userId) ->
          desk.to(new RoomName.OfUser(userId).wire())
              .local()
              .sockets()
              .forEach(
                  socket -> deadlines.end(socket, SocketSignIn.FORBIDDEN, "Your account is gone."));
      case QueueChanged(var queueId, _, _) -> {
        var room = new RoomName.OfQueue(queueId);
        desk.to(room.wire()).local().sockets().stream()
            .filter(socket -> !admits(room, socket))
            .forEach(socket -> Attendance.of(socket).leave(socket, room));
      }
      case SessionEnded(var userId, var sessionId, var except) ->
          desk.to(new RoomName.OfUser(userId).wire()).local().sockets().stream()
              .filter(socket -> ends(socket, sessionId, except))
              .forEach(
                  socket -> deadlines.end(socket, SocketSignIn.EXPIRED, "Your session has ended."));
    }
  }

  private static boolean ends(Socket socket, @Nullable String sessionId, @Nullable String except) {
    var signed = Signed.of(socket);
    return signed != null && signed.endsWith(sessionId, except);
  }

  private boolean admits(RoomName room, Socket socket) {
    var signed = Signed.of(socket);
    return signed != null
        && rights.person(signed.userId()).filter(caller -> room.admits(caller, rights)).isPresent();
  }

  /// Leaves the rooms that a person may no longer stand in and joins those that are new. Of a
  /// ticket's room each delivery asks anew.
  private void adjust(Socket socket, Caller person) {
    var attendance = Attendance.of(socket);
    for (var name : socket.rooms()) {
      RoomName.parse(name)
          .filter(room -> !room.admits(person, rights))
          .ifPresent(room -> attendance.leave(socket, room));
    }
    automatic(person).forEach(room -> attendance.join(socket, room, order.position()));
  }

  @Override
  public Set<String> in(RoomName room) {
    return desk.to(room.wire()).local().sockets().stream()
        .map(Signed::of)
        .filter(signed -> signed != null)
        .map(Signed::userId)
        .collect(Collectors.toUnmodifiableSet());
  }
}
