package dev.deskwire.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.socketio.packet.SocketPacket;
import dev.deskwire.socketio.room.AckCollector;
import dev.deskwire.socketio.room.Audience;
import dev.deskwire.socketio.room.Emission;
import dev.deskwire.socketio.room.LocalSockets;
import dev.deskwire.socketio.room.RoomListener;
import dev.deskwire.socketio.room.Rooms;
import dev.deskwire.socketio.room.SocketDetails;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The sockets that one namespace has on this node: the rooms in which they stand, and what is
/// delivered to them, whether it comes from here or, by the adapter, from elsewhere.
///
/// An audience means the admitted sockets only, and a filter, which an application may add for this
/// node, leaves out some of these. Thread-safe.
final class NodeSockets implements LocalSockets {
  private final Namespace namespace;
  private final SocketIoServer server;
  private final ServerEvents serverEvents;
  private final Rooms<Socket> rooms = new Rooms<>(new Changes());
  private final List<RoomListener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong ackIds = new AtomicLong();

  NodeSockets(Namespace namespace, ServerEvents serverEvents) {
    this.namespace = namespace;
    this.server = namespace.server();
    this.serverEvents = serverEvents;
  }

  void listen(RoomListener listener) {
    listeners.add(listener);
  }

  // Who is here

  void add(Socket socket) {
    rooms.add(socket);
  }

  void remove(Socket socket) {
    rooms.remove(socket);
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

  void leave(Socket socket, Collection<String> names) {
    names.forEach(room -> rooms.leave(socket, room));
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

  // What they are sent

  /// An id for an event that is to be acknowledged; no two of this namespace are the same.
  long nextAckId() {
    return ackIds.getAndIncrement();
  }

  void deliverWhere(
      @Nullable Predicate<Socket> filter,
      SocketPacket.Event packet,
      Audience audience,
      Emission emission) {
    var outbound = server.encode(packet, emission.droppable(), emission.compressible());
    forEach(audience, filter, socket -> socket.transmit(packet, outbound));
  }

  void deliverWithAckWhere(
      @Nullable Predicate<Socket> filter,
      SocketPacket.Event packet,
      Audience audience,
      Emission emission,
      AckCollector answers) {
    long ackId = nextAckId();
    var numbered = new SocketPacket.Event(namespace.name(), ackId, packet.data());
    var outbound = server.encode(numbered, emission.droppable(), emission.compressible());
    var receivers = select(audience, filter);
    receivers.forEach(socket -> socket.ask(numbered, outbound, answers));
    answers.receivers(receivers.size());
  }

  List<SocketDetails> details(Audience audience, @Nullable Predicate<Socket> filter) {
    var json = server.options().json();
    return select(audience, filter).stream().map(socket -> socket.details(json)).toList();
  }

  // As the adapter sees them

  @Override
  public String namespace() {
    return namespace.name();
  }

  @Override
  public void deliver(SocketPacket.Event packet, Audience audience, Emission emission) {
    deliverWhere(null, packet, audience, emission);
  }

  @Override
  public void deliver(
      SocketPacket.Event packet, Audience audience, Emission emission, @Nullable String offset) {
    var history = namespace.history();
    var data = history == null ? packet.data() : history.carried(packet.data(), emission, offset);
    deliver(new SocketPacket.Event(namespace.name(), null, data), audience, emission);
  }

  @Override
  public void deliverWithAck(
      SocketPacket.Event packet, Audience audience, Emission emission, AckCollector answers) {
    deliverWithAckWhere(null, packet, audience, emission, answers);
  }

  @Override
  public List<SocketDetails> fetch(Audience audience) {
    return details(audience, null);
  }

  @Override
  public Set<String> rooms() {
    return rooms.names();
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
    forEach(audience, null, socket -> join(socket, names));
  }

  @Override
  public void leave(Audience audience, Collection<String> names) {
    select(audience, null).forEach(socket -> leave(socket, names));
  }

  @Override
  public void disconnect(Audience audience, boolean close) {
    select(audience, null).forEach(socket -> socket.disconnect(close));
  }

  @Override
  public void failed(String where, Throwable failure) {
    server.options().errors().failed(where, failure);
  }

  /// Tells the application's listeners of the rooms.
  private final class Changes implements Rooms.Listener<Socket> {
    @Override
    public void joined(String room, Socket member, boolean first) {
      for (var listener : listeners) {
        if (first) {
          listener.created(room);
        }
        listener.joined(room, member.id());
      }
    }

    @Override
    public void left(String room, Socket member, boolean last) {
      for (var listener : listeners) {
        listener.left(room, member.id());
        if (last) {
          listener.deleted(room);
        }
      }
    }
  }
}
