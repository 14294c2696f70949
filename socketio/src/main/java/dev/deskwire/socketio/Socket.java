package dev.deskwire.socketio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.deskwire.socketio.engine.Ids;
import dev.deskwire.socketio.engine.Outbound;
import dev.deskwire.socketio.packet.SocketPacket;
import dev.deskwire.socketio.room.AckCollector;
import dev.deskwire.socketio.room.Audience;
import dev.deskwire.socketio.room.Emission;
import dev.deskwire.socketio.room.SocketDetails;
import dev.deskwire.socketio.session.CloseReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One client in one namespace.
///
/// Thread-safe. Handlers run on virtual threads; see the package for the order in which.
public final class Socket {
  private enum Phase {
    /// The middlewares have not decided yet.
    PENDING,
    /// Admitted; what it missed is being read, and what is sent to it waits.
    RESTORING,
    CONNECTED,
    DISCONNECTED
  }

  private static final AtomicReferenceFieldUpdater<Socket, Phase> PHASE =
      AtomicReferenceFieldUpdater.newUpdater(Socket.class, Phase.class, "phase");

  private static final AtomicInteger LAST_NUMBER = new AtomicInteger();

  private final int number = LAST_NUMBER.incrementAndGet();
  private final Namespace namespace;
  private final Client client;
  private final @Nullable ObjectNode auth;
  private final long issued = System.currentTimeMillis();
  private final SocketEvents events;
  private volatile Phase phase = Phase.PENDING;

  // Made when they are first asked for: thousands of idle sockets need none of them.
  private volatile @Nullable Handshake handshake;
  private volatile @Nullable Map<String, Object> data;
  private volatile @Nullable PendingAcks acks;
  private volatile @Nullable Backlog backlog;
  private volatile List<OutgoingHandler> outgoing = List.of();
  private volatile String id = Ids.next();

  /// The secret by which the client claims this socket after its connection broke.
  private volatile @Nullable String pid;

  /// What this socket goes on from.
  private volatile @Nullable RecoverySession before;

  private volatile boolean mayComeBack;

  /// @param auth the credentials of the CONNECT packet; null if it had none
  Socket(Namespace namespace, Client client, @Nullable ObjectNode auth) {
    this.namespace = namespace;
    this.client = client;
    this.auth = auth;
    this.events = new SocketEvents(this, client.options());
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
    var present = handshake;
    return present == null ? makeHandshake() : present;
  }

  private synchronized Handshake makeHandshake() {
    var present = handshake;
    if (present == null) {
      present = Handshake.of(client.engine().request(), auth, Instant.ofEpochMilli(issued));
      handshake = present;
    }
    return present;
  }

  /// The connection that carries this socket and perhaps others.
  public Connection connection() {
    return client.connection();
  }

  /// Whatever the application wants to remember about this socket.
  public Map<String, Object> data() {
    var present = data;
    return present == null ? makeData() : present;
  }

  private synchronized Map<String, Object> makeData() {
    var present = data;
    if (present == null) {
      present = new ConcurrentHashMap<>();
      data = present;
    }
    return present;
  }

  /// Whether the client has been admitted and neither side has left since.
  public boolean isConnected() {
    return phase == Phase.CONNECTED;
  }

  /// Whether the client goes on where it left off before its connection broke: with the id, the
  /// rooms and the data of then, and with the events it missed.
  public boolean recovered() {
    return before != null;
  }

  // Rooms

  /// The rooms the socket stands in now; none once it is disconnected.
  public Set<String> rooms() {
    return namespace.roomsOf(this);
  }

  /// Joins rooms. It has no effect on a disconnected socket.
  public void join(String... rooms) {
    namespace.join(this, Arrays.asList(rooms));
  }

  /// Leaves a room. No event that is emitted to it after this returned reaches the socket.
  public void leave(String room) {
    namespace.leave(this, room);
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

  /// The socket's number in the order in which they came. A broadcast visits sockets in the order
  /// of their hash codes, and this is the order in which they, their connections and the kernel's
  /// share of these lie in memory: caches and prefetching help, which a random order defeats.
  @Override
  public int hashCode() {
    return number;
  }

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
    long ackId = namespace.nextAckId();
    var packet = new SocketPacket.Event(namespace.name(), ackId, json().event(event, args));
    var answer = acks().await(ackId, timeout);
    transmit(packet, client.encode(packet, false));
    if (!isAdmitted()) {
      acks().failAll();
    }
    return answer;
  }

  private PendingAcks acks() {
    var present = acks;
    return present == null ? makeAcks() : present;
  }

  private synchronized PendingAcks makeAcks() {
    var present = acks;
    if (present == null) {
      present = new PendingAcks(client);
      acks = present;
    }
    return present;
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
    EventHandler typed =
        (args, ack) -> {
          T value;
          try {
            value = json().value(args.first(), type);
          } catch (IllegalArgumentException misfit) {
            ack.send(Map.of("error", "invalid argument"));
            throw misfit;
          }
          handler.handle(value, ack);
        };
    on(event, typed);
    return typed;
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
  public synchronized void onAnyOutgoing(OutgoingHandler handler) {
    outgoing = Handlers.with(outgoing, handler);
  }

  /// Hears of every event that is sent to this socket, before those that were added earlier.
  public synchronized void prependAnyOutgoing(OutgoingHandler handler) {
    outgoing = Handlers.with(handler, outgoing);
  }

  /// Removes one that heard of every event that is sent.
  public synchronized void offAnyOutgoing(OutgoingHandler handler) {
    outgoing = Handlers.without(outgoing, handler);
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

  // From the layers around

  void disconnectFromNamespace() {
    if (end(CloseReason.SERVER_NAMESPACE_DISCONNECT)) {
      client.send(new SocketPacket.Disconnect(namespace.name()));
      client.left(this);
    }
  }

  Client client() {
    return client;
  }

  /// Whether the middlewares have admitted the client and neither side has left since.
  boolean isAdmitted() {
    return switch (phase) {
      case RESTORING, CONNECTED -> true;
      case PENDING, DISCONNECTED -> false;
    };
  }

  boolean isOver() {
    return phase == Phase.DISCONNECTED;
  }

  @Nullable String pid() {
    return pid;
  }

  private void send(Position position, Emission emission, String event, @Nullable Object... args) {
    var data = json().event(event, args);
    var self = Audience.EVERYBODY.to(List.of(id));
    boolean admitted = isAdmitted();
    if (!admitted && (!mayComeBack || emission.droppable())) {
      return;
    }
    Consumer<SocketPacket.Event> way;
    if (position instanceof Position.OfAdapter) {
      way = packet -> namespace.adapter().broadcast(packet, self, emission);
    } else if (admitted) {
      way = packet -> transmit(packet, client.encode(packet, emission.droppable()));
    } else {
      // The client may be back already, as another socket of the same id.
      way = packet -> namespace.deliver(packet, self, emission, null);
    }
    namespace.place(
        data,
        position,
        self,
        null,
        placed -> way.accept(new SocketPacket.Event(namespace.name(), null, placed)));
  }

  /// Queues a packet for this socket unless it is not connected.
  void transmit(SocketPacket.Event packet, Outbound outbound) {
    var observers = client.options().observers();
    if ((!outgoing.isEmpty() || !observers.isEmpty()) && isAdmitted()) {
      var event = packet.data().getFirst().asText();
      var args = new Args(packet.data().subList(1, packet.data().size()));
      outgoing.forEach(handler -> handler.sent(event, args));
      observers.eventSent(this, event, args);
    }
    switch (phase) {
      case CONNECTED -> client.engine().send(outbound);
      case RESTORING -> {
        if (!backlog().hold(packet, outbound)) {
          client.engine().send(outbound);
        }
      }
      case PENDING, DISCONNECTED -> {}
    }
  }

  /// Sends an event whose acknowledgement somebody collects.
  void ask(SocketPacket.Event packet, Outbound outbound, AckCollector answers) {
    var ackId = packet.id();
    if (ackId != null) {
      acks().expect(ackId, args -> answers.answer(args.values()));
      answers.whenOver(() -> acks().forget(ackId));
      transmit(packet, outbound);
    }
  }

  SocketDetails details(Json json) {
    return new SocketDetails(id, json.handshake(handshake()), rooms(), json.presentable(data()));
  }

  // Restoring; the caller is the History, after the middlewares have admitted the socket

  /// From now on what is sent to the socket waits.
  ///
  /// @return false if it has been ended meanwhile
  boolean beginRestoring() {
    backlog = new Backlog(client.engine().maxQueuedBytes());
    return PHASE.compareAndSet(this, Phase.PENDING, Phase.RESTORING);
  }

  /// Takes over the data of before, except what the middlewares have set anew.
  ///
  /// @return the names of what was taken over
  Set<String> takeOver(Map<String, Object> earlier) {
    var added = new HashSet<String>();
    earlier.forEach((name, value) -> {
      if (data().putIfAbsent(name, value) == null) {
        added.add(name);
      }
    });
    return added;
  }

  /// The missed events are there.
  void restored(RecoverySession session, List<Backlog.Missed> missed) {
    backlog().missed(missed);
    id = session.sid();
    pid = session.pid();
    before = session;
    if (isOver()) {
      remember(session);
    }
  }

  /// The missed events cannot be had.
  void stopRestoring() {
    PHASE.compareAndSet(this, Phase.RESTORING, Phase.PENDING);
  }

  /// A socket that can be claimed later, by this secret.
  void beginAnew(String secret) {
    pid = secret;
  }

  private void remember(RecoverySession session) {
    var history = namespace.history();
    if (history != null) {
      history.putBack(session);
    }
  }

  /// Runs the admission before anything else this socket does.
  void admit(Runnable admission) {
    events.first(admission);
  }

  /// The middlewares have admitted the socket and the client has been told.
  ///
  /// @return false if it has been ended meanwhile
  boolean connected(List<ConnectionHandler> handlers) {
    if (phase == Phase.RESTORING && !backlog().release(client.engine()::send)) {
      client.giveUp("too many events");
      return false;
    }
    if (!PHASE.compareAndSet(this, Phase.PENDING, Phase.CONNECTED)
        && !PHASE.compareAndSet(this, Phase.RESTORING, Phase.CONNECTED)) {
      return false;
    }
    client.options().observers().connected(this);
    events.connected(handlers);
    return true;
  }

  void received(SocketPacket.Event packet, Runnable handled) {
    var id = packet.id();
    Ack ack = id == null ? NoAck.INSTANCE : new ClientAck(this, id);
    events.received(packet.data(), ack, handled);
  }

  void acknowledged(SocketPacket.Ack packet) {
    var waiting = acks;
    if (packet.id() != null && waiting != null) {
      waiting.complete(packet.id(), new Args(packet.args()));
    }
  }

  void answer(long ackId, @Nullable Object... values) {
    if (isConnected()) {
      client.send(new SocketPacket.Ack(namespace.name(), ackId, json().values(values)));
    }
  }

  /// Ends the socket: from now on it stands in no room and nothing is sent to it.
  ///
  /// @return whether it was connected; one that was still pending has no handlers to tell
  boolean end(CloseReason reason) {
    var last = PHASE.getAndSet(this, Phase.DISCONNECTED);
    if (last == Phase.DISCONNECTED) {
      return false;
    }
    var rooms = rooms();
    if (last == Phase.CONNECTED) {
      client.options().observers().disconnected(this, reason);
    }
    if (reason.isRecoverable()) {
      leaveBehind(last, rooms);
    }
    namespace.remove(this);
    client.forget(this);
    var waiting = acks;
    if (waiting != null) {
      waiting.failAll();
    }
    if (last == Phase.CONNECTED) {
      events.departed(reason, rooms);
      return true;
    }
    return false;
  }

  /// Leaves behind what the client may come back to.
  private void leaveBehind(Phase last, Set<String> rooms) {
    var history = namespace.history();
    var secret = pid;
    if (history != null && secret != null) {
      switch (last) {
        case CONNECTED -> {
          mayComeBack = true;
          history.leave(this, secret, rooms);
        }
        case RESTORING -> {
          if (before != null) {
            remember(before);
          }
        }
        case PENDING, DISCONNECTED -> {}
      }
    }
  }

  private Backlog backlog() {
    return Objects.requireNonNull(backlog, "only while restoring");
  }

  private Json json() {
    return client.options().json();
  }
}
