package dev.deskwire.desk.realtime;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.deskwire.desk.event.LoggedEvent;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Edge;
import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.desk.realtime.RightsEvent.PersonChanged;
import dev.deskwire.desk.realtime.RightsEvent.QueueChanged;
import dev.deskwire.desk.realtime.RightsEvent.SessionEnded;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The Socket.IO door of the desk: what reaches its sockets, and who of them is sent away. Who
/// comes in is the affair of [SocketArrivals].
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
  private final SocketArrivals arrivals;
  private final SocketDeadlines deadlines;
  private final PersonalRooms personal;
  private final RightsModel rights;
  private final DeliveryOrder order;

  SocketGateway(
      Settings settings,
      ObjectMapper json,
      Edge edge,
      SocketArrivals arrivals,
      SocketDeadlines deadlines,
      SocketRecovery recovery,
      PersonalRooms personal,
      RightsModel rights,
      DeliveryOrder order,
      ProgramsDoor programs) {
    this.edge = edge;
    this.arrivals = arrivals;
    this.deadlines = deadlines;
    this.personal = personal;
    this.rights = rights;
    this.order = order;
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
    desk.use(arrivals::admit);
    desk.onConnection(arrivals::connected);
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
    arrivals.rightsChanged();
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
