package dev.deskwire.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.socketio.packet.SocketPacket;
import dev.deskwire.socketio.room.AckCollector;
import dev.deskwire.socketio.room.Adapter;
import dev.deskwire.socketio.room.Audience;
import dev.deskwire.socketio.room.Emission;
import dev.deskwire.socketio.room.LocalSockets;
import dev.deskwire.socketio.room.RoomListener;
import dev.deskwire.socketio.room.Rooms;
import dev.deskwire.socketio.room.SocketDetails;
import dev.deskwire.socketio.session.CloseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A space of its own on a shared connection: its middlewares, rooms and events are nobody else's.
public final class Namespace {
  private final String name;
  private final SocketIoServer server;
  private final @Nullable ParentNamespace parent;
  private final Rooms<Socket> rooms = new Rooms<>(new Changes());
  private final List<RoomListener> roomListeners = new CopyOnWriteArrayList<>();
  private final ServerEvents serverEvents;
  private final Adapter adapter;
  private final List<Middleware> middlewares = new CopyOnWriteArrayList<>();
  private final List<ConnectionHandler> connectionHandlers = new CopyOnWriteArrayList<>();
  private final AtomicLong ackIds = new AtomicLong();
  private final @Nullable History history;

  Namespace(String name, SocketIoServer server, @Nullable ParentNamespace parent) {
    this.name = name;
    this.server = server;
    this.parent = parent;
    this.serverEvents = new ServerEvents(server.options());
    this.adapter = server.options().adapter().create(new Local());
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
    roomListeners.add(listener);
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
    return select(Audience.EVERYBODY, null);
  }

  /// The rooms with at least one socket of this node.
  public Set<String> rooms() {
    return rooms.names();
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

  long nextAckId() {
    return ackIds.getAndIncrement();
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

  void add(Socket socket) {
    rooms.add(socket);
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
    rooms.join(socket, List.of(socket.id()));
    socket.connected(connectionHandlers);
  }

  void remove(Socket socket) {
    rooms.remove(socket);
    if (parent != null && rooms.isEmpty()) {
      server.emptied(this, parent);
    }
  }

  boolean isEmpty() {
    return rooms.isEmpty();
  }

  Set<String> roomsOf(Socket socket) {
    return rooms.of(socket);
  }

  void join(Socket socket, Collection<String> names) {
    rooms.join(socket, names);
  }

  void leave(Socket socket, String room) {
    rooms.leave(socket, room);
  }

  /// Sends one packet, encoded once, to the admitted sockets of an audience on this node.
  void deliver(
      SocketPacket.Event packet,
      Audience audience,
      Emission emission,
      @Nullable Predicate<Socket> filter) {
    var outbound = server.encode(packet, emission.droppable(), emission.compressible());
    forEach(audience, filter, socket -> socket.transmit(packet, outbound));
  }

  /// Sends one packet that each receiver acknowledges, with an id of this node.
  void deliverWithAck(
      SocketPacket.Event packet,
      Audience audience,
      Emission emission,
      @Nullable Predicate<Socket> filter,
      AckCollector answers) {
    long ackId = nextAckId();
    var numbered = new SocketPacket.Event(name, ackId, packet.data());
    var outbound = server.encode(numbered, emission.droppable(), emission.compressible());
    var receivers = select(audience, filter);
    receivers.forEach(socket -> socket.ask(numbered, outbound, answers));
    answers.receivers(receivers.size());
  }

  List<SocketDetails> details(List<Socket> sockets) {
    var json = server.options().json();
    return sockets.stream().map(socket -> socket.details(json)).toList();
  }

  List<Socket> select(Audience audience, @Nullable Predicate<Socket> filter) {
    var selected = new ArrayList<Socket>();
    forEach(audience, filter, selected::add);
    return selected;
  }

  private void forEach(
      Audience audience, @Nullable Predicate<Socket> filter, Consumer<Socket> visitor) {
    rooms.forEach(
        audience,
        socket -> {
          if (socket.isAdmitted() && accepts(filter, socket)) {
            visitor.accept(socket);
          }
        });
  }

  /// A filter that fails accepts nobody: it may be what keeps a secret.
  boolean accepts(@Nullable Predicate<Socket> filter, Socket socket) {
    if (filter == null) {
      return true;
    }
    try {
      return filter.test(socket);
    } catch (RuntimeException failure) {
      server.options().errors().failed("a broadcast filter", failure);
      return false;
    }
  }

  /// Tells the application's listeners of the rooms.
  private final class Changes implements Rooms.Listener<Socket> {
    @Override
    public void joined(String room, Socket member, boolean first) {
      for (var listener : roomListeners) {
        if (first) {
          listener.created(room);
        }
        listener.joined(room, member.id());
      }
    }

    @Override
    public void left(String room, Socket member, boolean last) {
      for (var listener : roomListeners) {
        listener.left(room, member.id());
        if (last) {
          listener.deleted(room);
        }
      }
    }
  }

  /// This node's sockets as the adapter sees them.
  private final class Local implements LocalSockets {
    @Override
    public String namespace() {
      return name;
    }

    @Override
    public void deliver(SocketPacket.Event packet, Audience audience, Emission emission) {
      Namespace.this.deliver(packet, audience, emission, null);
    }

    @Override
    public void deliver(
        SocketPacket.Event packet, Audience audience, Emission emission, @Nullable String offset) {
      var data = history == null ? packet.data() : history.carried(packet.data(), emission, offset);
      deliver(new SocketPacket.Event(name, null, data), audience, emission);
    }

    @Override
    public void deliverWithAck(
        SocketPacket.Event packet, Audience audience, Emission emission, AckCollector answers) {
      Namespace.this.deliverWithAck(packet, audience, emission, null, answers);
    }

    @Override
    public List<SocketDetails> fetch(Audience audience) {
      return details(select(audience, null));
    }

    @Override
    public Set<String> rooms() {
      return Namespace.this.rooms();
    }

    @Override
    public boolean hasRoom(String room) {
      return rooms.has(room);
    }

    @Override
    public void serverSideEvent(List<JsonNode> data, @Nullable Consumer<List<JsonNode>> answer) {
      serverEvents.received(data, answer);
    }

    @Override
    public void join(Audience audience, Collection<String> names) {
      forEach(audience, null, socket -> rooms.join(socket, names));
    }

    @Override
    public void leave(Audience audience, Collection<String> names) {
      select(audience, null).forEach(socket -> names.forEach(room -> rooms.leave(socket, room)));
    }

    @Override
    public void disconnect(Audience audience, boolean close) {
      select(audience, null).forEach(socket -> socket.disconnect(close));
    }

    @Override
    public void failed(String where, Throwable failure) {
      server.options().errors().failed(where, failure);
    }
  }
}
