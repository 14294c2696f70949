package dev.deskwire.desk.realtime;

import dev.deskwire.desk.event.LoggedEvent;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.auth.Authenticated;
import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.desk.realtime.RightsEvent.PersonChanged;
import dev.deskwire.desk.realtime.RightsEvent.QueueChanged;
import dev.deskwire.desk.realtime.RightsEvent.SessionEnded;
import dev.deskwire.socketio.Admission;
import dev.deskwire.socketio.Namespace;
import dev.deskwire.socketio.Socket;
import dev.deskwire.socketio.SocketIoServer;
import dev.deskwire.socketio.redis.RedisPubSub;
import dev.deskwire.socketio.room.Adapter;
import dev.deskwire.socketio.room.InMemoryAdapter;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// The namespace in which programs beside the desk speak to its people, through Redis: with
/// `@socket.io/redis-emitter`, or as a Socket.IO server of their own.
///
/// They are trusted there, and only there: they may say anything to anybody in this namespace, and
/// reach no socket of the desk's own. People stand in the rooms in which the desk puts them without
/// being asked, and leave them with their rights; nobody may say anything. The desk's events do not
/// come here.
@ApplicationScoped
class ProgramsDoor implements Door {
  /// Where clients find it.
  static final String NAMESPACE = "/programs";

  private final @Nullable URI redis;
  private final SocketSignIn signIn;
  private final SocketDeadlines deadlines;
  private final PersonalRooms personal;
  private final DeliveryOrder order;

  /// Counts applied changes of rights, as the [SocketArrivals] does.
  private final AtomicLong changes = new AtomicLong();

  private volatile @Nullable Namespace programs;

  /// @param serving whether this process serves clients: a tool of the command line does not
  ProgramsDoor(
      Settings settings,
      SocketSignIn signIn,
      SocketDeadlines deadlines,
      PersonalRooms personal,
      DeliveryOrder order,
      @ConfigProperty(name = "quarkus.http.host-enabled", defaultValue = "true") boolean serving) {
    redis = serving ? settings.redisUrl() : null;
    this.signIn = signIn;
    this.deadlines = deadlines;
    this.personal = personal;
    this.order = order;
  }

  /// Redis for this namespace, and for no other.
  Adapter.Factory adapter() {
    if (redis == null) {
      return InMemoryAdapter::new;
    }
    var shared = RedisPubSub.at(redis.toString());
    return local ->
        local.namespace().equals(NAMESPACE)
            ? shared.create(new WithoutCredentials(local))
            : new InMemoryAdapter(local);
  }

  /// Opens the namespace, if there is a Redis.
  void open(SocketIoServer server) {
    if (redis != null) {
      var namespace = server.of(NAMESPACE);
      namespace.use(this::admit);
      namespace.onConnection(this::connected);
      programs = namespace;
    }
  }

  private Admission admit(Socket socket) {
    long before = changes.get();
    return switch (signIn.atConnect(socket.handshake()).orElse(null)) {
      case Outcome.Done<Authenticated>(var who) -> {
        new Signed(who, before).keepWith(socket);
        yield Admission.admit();
      }
      case Outcome.Refused<Authenticated>(var why) -> SocketArrivals.refused(why);
      case null -> Admission.refuse("Sign in first.", Map.of("code", SocketSignIn.EXPIRED));
    };
  }

  private void connected(Socket socket) {
    socket.onDisconnect(reason -> deadlines.forget(socket));
    var signed = signed(socket);
    order.between(_ -> stand(socket));
    var person = personal.current(signed);
    socket.emitEphemeral("authenticated", Map.of("userId", person.id(), "roles", person.roles()));
    deadlines.watch(socket, signed.credentials());
    if (changes.get() != signed.checkedAt() && !deadlines.stillGood(signed.credentials())) {
      deadlines.end(socket, SocketSignIn.EXPIRED, "Your session has ended.");
    }
  }

  /// Puts a socket into the rooms of its person and out of those that are theirs no more. Rooms of
  /// the programs' own making stay.
  private void stand(Socket socket) {
    var rooms =
        personal.automatic(personal.current(signed(socket))).stream()
            .map(RoomName::wire)
            .collect(Collectors.toUnmodifiableSet());
    socket.rooms().stream()
        .filter(room -> RoomName.parse(room).isPresent() && !rooms.contains(room))
        .forEach(socket::leave);
    socket.join(rooms.toArray(String[]::new));
  }

  @Override
  public void applied(RightsEvent change) {
    changes.incrementAndGet();
    switch (change) {
      case PersonChanged(var person) ->
          each(
              signed -> signed.userId().equals(person.id()),
              person.active()
                  ? this::stand
                  : socket ->
                      deadlines.end(socket, SocketSignIn.FORBIDDEN, "Your account is not active."));
      case QueueChanged _ -> each(signed -> true, this::stand);
      case SessionEnded(var userId, var sessionId, var except) ->
          each(
              signed -> signed.userId().equals(userId) && signed.endsWith(sessionId, except),
              socket -> deadlines.end(socket, SocketSignIn.EXPIRED, "Your session has ended."));
    }
  }

  /// Who cannot be seen to is closed, and comes back with the rights of then.
  private void each(Predicate<Signed> concerned, Consumer<Socket> action) {
    for (var socket : sockets()) {
      try {
        if (concerned.test(signed(socket))) {
          action.accept(socket);
        }
      } catch (RuntimeException failure) {
        close(socket);
      }
    }
  }

  @Override
  public void restart() {
    sockets().forEach(ProgramsDoor::close);
  }

  private static void close(Socket socket) {
    socket.connection().close(Ending.RESTARTING.code(), Ending.RESTARTING.reason());
  }

  /// The desk's events do not come here.
  @Override
  public void deliver(LoggedEvent event, Delivery delivery) {}

  /// The desk's events do not come here.
  @Override
  public void send(Delivery ephemeral) {}

  private List<Socket> sockets() {
    var open = programs;
    return open == null ? List.of() : open.sockets();
  }

  private static Signed signed(Socket socket) {
    return Objects.requireNonNull(Signed.of(socket), "nobody else is admitted");
  }
}
