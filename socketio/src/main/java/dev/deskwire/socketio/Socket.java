package dev.deskwire.socketio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.deskwire.socketio.packet.SocketPacket;
import dev.deskwire.socketio.room.Audience;
import dev.deskwire.socketio.room.Emission;
import dev.deskwire.socketio.room.SocketDetails;
import dev.deskwire.socketio.session.CloseReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One client in one namespace.
///
/// Thread-safe. Handlers run on virtual threads; see the package for the order in which.
public final class Socket extends SocketLife {
  private static final AtomicInteger LAST_NUMBER = new AtomicInteger();

  private final int number = LAST_NUMBER.incrementAndGet();
  private final @Nullable ObjectNode auth;
  private final long issued = System.currentTimeMillis();

  /// @param auth the credentials of the CONNECT packet; null if it had none
  Socket(Namespace namespace, Client client, @Nullable ObjectNode auth) {
    super(namespace, client);
    this.auth = auth;
  }

  /// The socket's id, unguessable and new with each connection, unless it was [#recovered]; that is
  /// known from the connection handlers on. It is also the name of a room in which this socket is
  /// alone.
  public String id() {
    return id;
  }

  /// The namespace that the client joined, or asks to join.
  public Namespace namespace() {
    return namespace;
  }

  /// The request that opened the connection, and the credentials for this namespace.
  public Handshake handshake() {
    return new Handshake(client.engine().request(), auth, Instant.ofEpochMilli(issued));
  }

  /// The connection that carries this socket and perhaps others.
  public Connection connection() {
    return client.connection();
  }

  /// Whatever the application wants to remember about this socket.
  public Map<String, Object> data() {
    return onDemand().data();
  }

  /// Whether the client has been admitted and neither side has left since.
  public boolean isConnected() {
    return hasJoined();
  }

  /// Whether the client goes on where it left off before its connection broke: with the id, the
  /// rooms and the data of then, and with the events it missed.
  public boolean recovered() {
    return comeback != null && comeback.isRecovered();
  }

  /// The socket's number in the order in which they came. A broadcast visits sockets in the order
  /// of their hash codes, and this is the order in which they, their connections and the kernel's
  /// share of these lie in memory: caches and prefetching help, which a random order defeats.
  @Override
  public int hashCode() {
    return number;
  }

  // Rooms

  /// The rooms the socket stands in now; none once it is disconnected.
  public Set<String> rooms() {
    return namespace.node().roomsOf(this);
  }

  /// Joins rooms. It has no effect on a disconnected socket.
  public void join(String... rooms) {
    namespace.node().join(this, Arrays.asList(rooms));
  }

  /// Leaves a room. No event that is emitted to it after this returned reaches the socket.
  public void leave(String room) {
    namespace.node().leave(this, List.of(room));
  }

  /// Everyone in these rooms but this socket.
  public Broadcast to(String... rooms) {
    return broadcast().to(rooms);
  }

  /// The same as [#to].
  public Broadcast in(String... rooms) {
    return broadcast().to(rooms);
  }

  /// Everyone in the namespace but this socket and those in any of these rooms.
  public Broadcast except(String... rooms) {
    return broadcast().except(rooms);
  }

  /// Everyone in the namespace but this socket.
  public Broadcast broadcast() {
    return namespace.everybody().except(id);
  }

  // Sending

  /// Sends an event. It has no effect on a socket that is not connected.
  ///
  /// @param args JSON nodes, or anything Jackson can make one of; byte arrays travel as bytes
  /// @throws IllegalArgumentException if the name is reserved or an argument has no JSON form
  public void emit(String event, @Nullable Object... args) {
    send(namespace.position(Emission.DEFAULT), Emission.DEFAULT, event, args);
  }

  /// Sends an event whose place in what the client gets later the application knows; see
  /// [Broadcast#emitAt].
  public void emitAt(String offset, String event, @Nullable Object... args) {
    send(new Position.Given(offset), Emission.DEFAULT, event, args);
  }

  /// Sends an event that the client does not get later; see [Broadcast#ephemeral].
  public void emitEphemeral(String event, @Nullable Object... args) {
    var emission = Emission.DEFAULT.asEphemeral();
    send(namespace.position(emission), emission, event, args);
  }

  /// Sends an event that may be lost: it is dropped unless it can leave at once.
  public void emitVolatile(String event, @Nullable Object... args) {
    var emission = Emission.DEFAULT.asDroppable();
    send(namespace.position(emission), emission, event, args);
  }

  /// Sends an event and waits for its acknowledgement.
  ///
  /// @return what the client answered; fails with [AckException] when it does not answer in time or
  ///   is gone before. Completed on a virtual thread.
  public CompletionStage<Args> emitWithAck(
      Duration timeout, String event, @Nullable Object... args) {
    long ackId = namespace.node().nextAckId();
    var packet = new SocketPacket.Event(namespace.name(), ackId, json().event(event, args));
    var answer = onDemand().acks().await(ackId, timeout);
    transmit(packet, client.encode(packet, false));
    if (!isAdmitted()) {
      onDemand().acks().failAll();
    }
    return answer;
  }

  private void send(Position position, Emission emission, String event, @Nullable Object... args) {
    var data = json().event(event, args);
    var self = Audience.EVERYBODY.to(List.of(id));
    if (!isAdmitted() && (!isAwaited() || emission.droppable())) {
      return;
    }
    Consumer<SocketPacket.Event> way =
        position instanceof Position.OfAdapter
            ? packet -> namespace.adapter().broadcast(packet, self, emission)
            : packet -> sendOrRelay(packet, self, emission);
    namespace.place(
        data,
        position,
        self,
        null,
        placed -> way.accept(new SocketPacket.Event(namespace.name(), null, placed)));
  }

  /// Sends an event that has its place. The connection may have broken meanwhile, and the client
  /// may be back already, as another socket of the same id that has asked too early for what it
  /// missed.
  private void sendOrRelay(SocketPacket.Event packet, Audience self, Emission emission) {
    boolean sent = transmit(packet, client.encode(packet, emission.droppable()));
    if (!sent && isAwaited() && !emission.droppable()) {
      namespace.node().deliver(packet, self, emission);
    }
  }

  // Receiving

  /// Handles the events of a name. Several handlers of one name are called in their order.
  public void on(String event, EventHandler handler) {
    events.on(event, handler);
  }

  /// Handles the events of a name by their first argument, of which Jackson makes a value of the
  /// type.
  ///
  /// An argument that does not fit, or none, does not reach the handler: the error hook hears of
  /// it, and a client that wants an answer gets `{"error": "invalid argument"}`.
  ///
  /// @return the handler as [#off] takes it
  public <T> EventHandler on(String event, Class<T> type, TypedHandler<T> handler) {
    return events.on(event, type, handler);
  }

  /// Removes a handler.
  public void off(String event, EventHandler handler) {
    events.off(event, handler);
  }

  /// Handles every event, before the handlers of its name.
  public void onAny(AnyEventHandler handler) {
    events.onAny(handler);
  }

  /// Handles every event, before those that were added earlier.
  public void prependAny(AnyEventHandler handler) {
    events.prependAny(handler);
  }

  /// Removes a handler of every event.
  public void offAny(AnyEventHandler handler) {
    events.offAny(handler);
  }

  /// Hears of every event that is sent to this socket.
  public void onAnyOutgoing(OutgoingHandler handler) {
    onDemand().onAnyOutgoing(handler);
  }

  /// Hears of every event that is sent to this socket, before those that were added earlier.
  public void prependAnyOutgoing(OutgoingHandler handler) {
    onDemand().prependAnyOutgoing(handler);
  }

  /// Removes one that heard of every event that is sent.
  public void offAnyOutgoing(OutgoingHandler handler) {
    onDemand().offAnyOutgoing(handler);
  }

  /// Handles the events for whose name there is no handler.
  public void onUnhandled(AnyEventHandler handler) {
    events.onUnhandled(handler);
  }

  /// Looks at every event before the handlers of its name do, and may drop it; [#onAny] hears of it
  /// all the same.
  public void use(EventMiddleware middleware) {
    events.use(middleware);
  }

  /// Hears that the socket is gone and in which rooms it stood. It has left them already.
  public void onDisconnecting(BiConsumer<CloseReason, Set<String>> handler) {
    events.onDisconnecting(handler);
  }

  /// Hears that the socket is gone; called after the handlers of [#onDisconnecting], and without
  /// waiting for events that are still being handled.
  public void onDisconnect(Consumer<CloseReason> handler) {
    events.onDisconnect(handler);
  }

  // Leaving

  /// Disconnects the client from this namespace; its connection stays. The official client does not
  /// come back by itself.
  public void disconnect() {
    disconnect(false);
  }

  /// Disconnects the client.
  ///
  /// @param close whether from all namespaces, with the connection closed afterwards
  public void disconnect(boolean close) {
    if (close) {
      client.disconnectAll();
    } else {
      disconnectFromNamespace();
    }
  }

  /// The socket as other nodes are told of it.
  SocketDetails details(Json json) {
    return new SocketDetails(id, json.handshake(handshake()), rooms(), json.presentable(data()));
  }

  private Json json() {
    return client.options().json();
  }
}
