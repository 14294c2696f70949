package dev.deskwire.socketio;

import dev.deskwire.socketio.engine.Ids;
import dev.deskwire.socketio.engine.Outbound;
import dev.deskwire.socketio.packet.SocketPacket;
import dev.deskwire.socketio.room.AckCollector;
import dev.deskwire.socketio.session.CloseReason;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/// The life of a [Socket], as the layers around lead it: what happens to it between the client's
/// CONNECT and its end, and what is sent to it meanwhile.
///
/// ```
///                 +-- restoring --+
///                 |               v
/// -> pending -----+---------> connected
///      |          |               |
///      +----------+---------------+---> disconnected
/// ```
///
/// *Pending*: the middlewares have not decided yet. *Restoring*: admitted; what the client missed
/// is being read, and what is sent to it waits. Thread-safe.
abstract sealed class SocketLife permits Socket {
  private enum Phase {
    PENDING,
    RESTORING,
    CONNECTED,
    DISCONNECTED
  }

  private static final AtomicReferenceFieldUpdater<SocketLife, Phase> PHASE =
      AtomicReferenceFieldUpdater.newUpdater(SocketLife.class, Phase.class, "phase");

  final Namespace namespace;
  final Client client;
  final SocketEvents events;
  final @Nullable Comeback comeback;
  volatile String id = Ids.next();
  private volatile Phase phase = Phase.PENDING;
  private volatile @Nullable OnDemand onDemand;

  SocketLife(Namespace namespace, Client client) {
    this.namespace = namespace;
    this.client = client;
    this.events = new SocketEvents(self());
    var history = namespace.history();
    this.comeback = history == null ? null : new Comeback(history);
  }

  private Socket self() {
    return (Socket) this;
  }

  final OnDemand onDemand() {
    var present = onDemand;
    return present == null ? makeOnDemand() : present;
  }

  private synchronized OnDemand makeOnDemand() {
    var present = onDemand;
    if (present == null) {
      present = new OnDemand(client);
      onDemand = present;
    }
    return present;
  }

  final void disconnectFromNamespace() {
    if (end(CloseReason.SERVER_NAMESPACE_DISCONNECT)) {
      client.send(new SocketPacket.Disconnect(namespace.name()));
      client.left(self());
    }
  }

  /// Whether the middlewares have admitted the client and neither side has left since.
  final boolean isAdmitted() {
    return switch (phase) {
      case RESTORING, CONNECTED -> true;
      case PENDING, DISCONNECTED -> false;
    };
  }

  final boolean hasJoined() {
    return phase == Phase.CONNECTED;
  }

  /// Whether the socket has ended and its client may come back to it.
  final boolean isAwaited() {
    return comeback != null && comeback.isAwaited();
  }

  final boolean isOver() {
    return phase == Phase.DISCONNECTED;
  }

  /// The secret by which the client claims this socket later; null in a namespace without recovery.
  final @Nullable String pid() {
    return comeback == null ? null : comeback.secret();
  }

  /// Queues a packet for this socket unless it is not connected.
  final void transmit(SocketPacket.Event packet, Outbound outbound) {
    if (isWatched() && isAdmitted()) {
      showTo(packet);
    }
    switch (phase) {
      case CONNECTED -> client.engine().send(outbound);
      case RESTORING -> {
        if (!restoring().hold(packet, outbound)) {
          client.engine().send(outbound);
        }
      }
      case PENDING, DISCONNECTED -> {}
    }
  }

  /// Whether anybody hears what is sent to this socket; few are listened to.
  private boolean isWatched() {
    var present = onDemand;
    return (present != null && !present.outgoing().isEmpty())
        || !client.options().observers().isEmpty();
  }

  private void showTo(SocketPacket.Event packet) {
    var event = packet.data().getFirst().asText();
    var args = new Args(packet.data().subList(1, packet.data().size()));
    onDemand().outgoing().forEach(handler -> handler.sent(event, args));
    client.options().observers().eventSent(self(), event, args);
  }

  /// Sends an event whose acknowledgement somebody collects.
  final void ask(SocketPacket.Event packet, Outbound outbound, AckCollector answers) {
    var ackId = packet.id();
    if (ackId != null) {
      var acks = onDemand().acks();
      acks.expect(ackId, args -> answers.answer(args.values()));
      answers.whenOver(() -> acks.forget(ackId));
      transmit(packet, outbound);
    }
  }

  // Restoring; the caller is the History, after the middlewares have admitted the socket

  /// From now on what is sent to the socket waits.
  ///
  /// @return false if it has been ended meanwhile
  final boolean beginRestoring() {
    restoring().begin(client.engine().maxQueuedBytes());
    return PHASE.compareAndSet(this, Phase.PENDING, Phase.RESTORING);
  }

  /// The missed events are there.
  final void restored(RecoverySession session, List<Backlog.Missed> missed) {
    id = session.sid();
    restoring().goOn(session, missed);
    if (isOver()) {
      restoring().putBack();
    }
  }

  /// The missed events cannot be had.
  final void stopRestoring() {
    PHASE.compareAndSet(this, Phase.RESTORING, Phase.PENDING);
  }

  /// A socket that can be claimed later, by this secret.
  final void beginAnew(String secret) {
    restoring().beginAnew(secret);
  }

  private Comeback restoring() {
    return Objects.requireNonNull(comeback, "only with recovery");
  }

  /// Runs the admission before anything else this socket does.
  final void admit(Runnable admission) {
    events.first(admission);
  }

  /// The middlewares have admitted the socket and the client has been told.
  ///
  /// @return false if it has been ended meanwhile
  final boolean connected(List<ConnectionHandler> handlers) {
    if (phase == Phase.RESTORING && !restoring().release(client.engine()::send)) {
      client.giveUp("too many events");
      return false;
    }
    if (!PHASE.compareAndSet(this, Phase.PENDING, Phase.CONNECTED)
        && !PHASE.compareAndSet(this, Phase.RESTORING, Phase.CONNECTED)) {
      return false;
    }
    client.options().observers().connected(self());
    events.connected(handlers);
    return true;
  }

  final void received(SocketPacket.Event packet, Runnable handled) {
    var id = packet.id();
    Ack ack = id == null ? NoAck.INSTANCE : new ClientAck(self(), id);
    events.received(packet.data(), ack, handled);
  }

  final void acknowledged(SocketPacket.Ack packet) {
    var present = onDemand;
    if (packet.id() != null && present != null) {
      present.acks().complete(packet.id(), new Args(packet.args()));
    }
  }

  final void answer(long ackId, @Nullable Object... values) {
    if (hasJoined()) {
      var answer = client.options().json().values(values);
      client.send(new SocketPacket.Ack(namespace.name(), ackId, answer));
    }
  }

  /// Ends the socket: from now on it stands in no room and nothing is sent to it.
  ///
  /// @return whether it was connected; one that was still pending has no handlers to tell
  final boolean end(CloseReason reason) {
    var last = PHASE.getAndSet(this, Phase.DISCONNECTED);
    if (last == Phase.DISCONNECTED) {
      return false;
    }
    var rooms = namespace.node().roomsOf(self());
    if (last == Phase.CONNECTED) {
      client.options().observers().disconnected(self(), reason);
    }
    if (comeback != null && reason.isRecoverable()) {
      leaveBehind(comeback, last, rooms);
    }
    namespace.remove(self());
    client.forget(self());
    var present = onDemand;
    if (present != null) {
      present.acks().failAll();
    }
    if (last == Phase.CONNECTED) {
      events.departed(reason, rooms);
      return true;
    }
    return false;
  }

  /// Leaves behind what the client may come back to.
  private void leaveBehind(Comeback left, Phase last, Set<String> rooms) {
    switch (last) {
      case CONNECTED -> left.await(self(), rooms);
      case RESTORING -> left.putBack();
      case PENDING, DISCONNECTED -> {}
    }
  }
}
