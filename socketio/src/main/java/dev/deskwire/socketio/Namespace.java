package dev.deskwire.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.socketio.room.Adapter;
import dev.deskwire.socketio.room.Audience;
import dev.deskwire.socketio.room.Emission;
import dev.deskwire.socketio.room.RoomListener;
import dev.deskwire.socketio.session.CloseReason;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A space of its own on a shared connection: its middlewares, rooms and events are nobody else's.
public final class Namespace {
  private final String name;
  private final SocketIoServer server;
  private final @Nullable ParentNamespace parent;
  private final ServerEvents serverEvents;
  private final NodeSockets node;
  private final Adapter adapter;
  private final List<Middleware> middlewares = new CopyOnWriteArrayList<>();
  private final List<ConnectionHandler> connectionHandlers = new CopyOnWriteArrayList<>();
  private final @Nullable History history;

  Namespace(String name, SocketIoServer server, @Nullable ParentNamespace parent) {
    this.name = name;
    this.server = server;
    this.parent = parent;
    this.serverEvents = new ServerEvents(server.options());
    this.node = new NodeSockets(this, serverEvents);
    this.adapter = server.options().adapter().create(node);
    var recovery = server.options().recovery();
    this.history = recovery == null ? null : new History(this, recovery);
  }

  /// The name, such as `/` or `/staff`.
  public String name() {
    return name;
  }

  /// Asks this middleware about every client that wants to join, after those added before.
  public void use(Middleware middleware) {
    middlewares.add(middleware);
  }

  /// Hears of every client that joined.
  public void onConnection(ConnectionHandler handler) {
    connectionHandlers.add(handler);
  }

  /// Hears of the rooms on this node.
  public void onRooms(RoomListener listener) {
    node.listen(listener);
  }

  /// Handles an event that other nodes send with [#serverSideEmit].
  public void onServerEvent(String event, ServerEventHandler handler) {
    serverEvents.on(event, handler);
  }

  /// Sends an event to the same namespace on all other nodes.
  public void serverSideEmit(String event, @Nullable Object... args) {
    adapter.serverSideEmit(server.options().json().event(event, args));
  }

  /// Sends an event to the same namespace on all other nodes and collects their answers.
  ///
  /// @return fails when one does not come in time
  public CompletionStage<List<Args>> serverSideEmitWithAck(
      Duration timeout, String event, @Nullable Object... args) {
    return adapter
        .serverSideEmitWithAck(server.options().json().event(event, args), timeout)
        .thenApply(answers -> answers.stream().map(Args::new).toList());
  }

  /// Every socket of the namespace.
  public Broadcast everybody() {
    return Broadcast.toEverybody(this);
  }

  /// The sockets in any of these rooms.
  public Broadcast to(String... rooms) {
    return everybody().to(rooms);
  }

  /// The same as [#to].
  public Broadcast in(String... rooms) {
    return everybody().to(rooms);
  }

  /// Every socket but those in any of these rooms.
  public Broadcast except(String... rooms) {
    return everybody().except(rooms);
  }

  /// Sends an event to every socket of the namespace.
  public void emit(String event, @Nullable Object... args) {
    everybody().emit(event, args);
  }

  /// The sockets that are connected to this node.
  public List<Socket> sockets() {
    return node.select(Audience.EVERYBODY, null);
  }

  /// The rooms with at least one socket of this node.
  public Set<String> rooms() {
    return node.rooms();
  }

  // From the layers around

  /// Ends all sockets; their connections are closed by the server.
  void shutDown() {
    sockets().forEach(socket -> socket.end(CloseReason.SERVER_SHUTTING_DOWN));
    adapter.close();
  }

  Adapter adapter() {
    return adapter;
  }

  SocketIoServer server() {
    return server;
  }

  /// The namespace's sockets on this node.
  NodeSockets node() {
    return node;
  }

  @Nullable History history() {
    return history;
  }

  /// Where an event that is sent like this stands among those that clients may get later.
  Position position(Emission emission) {
    return history == null ? new Position.None() : history.position(emission);
  }

  /// Gives an event its place among those that clients may get later, if there are any, and sends
  /// it.
  void place(
      List<JsonNode> data,
      Position position,
      Audience audience,
      @Nullable Predicate<Socket> filter,
      Consumer<List<JsonNode>> send) {
    if (history == null) {
      send.accept(data);
    } else {
      history.place(data, position, audience, filter == null ? socket -> true : filter, send);
    }
  }

  /// Decides about a client, and lets an admitted one go on where it left off.
  Admission admit(Socket socket) {
    var admission = check(socket);
    if (history != null && admission instanceof Admission.Admitted) {
      history.restore(socket);
    }
    return admission;
  }

  private Admission check(Socket socket) {
    try {
      for (var middleware : middlewares) {
        if (middleware.check(socket) instanceof Admission.Refused refused) {
          return refused;
        }
      }
      return Admission.admit();
    } catch (Throwable failure) {
      server.options().errors().failed("a middleware", failure);
      return Admission.refuse("Internal error");
    }
  }

  void enter(Socket socket) {
    node.join(socket, List.of(socket.id()));
    socket.connected(connectionHandlers);
  }

  void remove(Socket socket) {
    node.remove(socket);
    if (parent != null && node.isEmpty()) {
      server.emptied(this, parent);
    }
  }
}
