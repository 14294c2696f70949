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
///      +----------+---------------+---> awaited or disconnected
/// ```
///
/// *Pending*: the middlewares have not decided yet. *Restoring*: admitted; what the client missed
/// is being read, and what is sent to it waits. *Awaited*: it has ended, and the client may come
/// back to it, as another socket of the same id. Thread-safe.
abstract sealed class SocketLife permits Socket {
  private enum Phase {
    PENDING,
    RESTORING,
    CONNECTED,
    AWAITED,
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
      case PENDING, AWAITED, DISCONNECTED -> false;
    };
  }

  final boolean hasJoined() {
    return phase == Phase.CONNECTED;
  }

  /// Whether the socket has ended and its client may come back to it.
  final boolean isAwaited() {
    return phase == Phase.AWAITED;
  }

  final boolean isOver() {
    return isOver(phase);
  }

  private static boolean isOver(Phase phase) {
    return switch (phase) {
      case AWAITED, DISCONNECTED -> true;
      case PENDING, RESTORING, CONNECTED -> false;
    };
  }

  /// The secret by which the client claims this socket later; null in a namespace without recovery.
  final @Nullable String pid() {
    return comeback == null ? null : comeback.secret();
  }

  /// Queues a packet for this socket unless it is not connected.
  ///
  /// @return whether it is: else the packet has gone nowhere
  final boolean transmit(SocketPacket.Event packet, Outbound outbound) {
    if (isWatched() && isAdmitted()) {
      showTo(packet);
    }
    return switch (phase) {
      case CONNECTED -> send(outbound);
      // What does not wait any more has gone on meanwhile, or has ended.
      case RESTORING -> restoring().hold(packet, outbound) || (isAdmitted() && send(outbound));
      case PENDING, AWAITED, DISCONNECTED -> false;
    };
  }

  private boolean send(Outbound outbound) {
    client.engine().send(outbound);
    return true;
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
    boolean begun = PHASE.compareAndSet(this, Phase.PENDING, Phase.RESTORING);
    if (!begun) {
      restoring().forgetBacklog();
    }
    return begun;
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
    restoring().forgetBacklog();
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
    if (comeback != null) {
      comeback.forgetBacklog();
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
    var last = leave(reason);
    if (isOver(last)) {
      return false;
    }
    var rooms = namespace.node().roomsOf(self());
    if (last == Phase.CONNECTED) {
      client.options().observers().disconnected(self(), reason);
    }
    if (comeback != null) {
      if (reason.isRecoverable()) {
        leaveBehind(comeback, last, rooms);
      }
      comeback.forgetBacklog();
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

  /// Whether the client may come back is settled with the end itself: an event that is being sent
  /// at this moment either still goes out or is kept for whom the client comes back as.
  ///
  /// @return the phase before; nothing changes if the socket was over
  private Phase leave(CloseReason reason) {
    while (true) {
      var last = phase;
      if (isOver(last)) {
        return last;
      }
      boolean awaited = last != Phase.PENDING && pid() != null && reason.isRecoverable();
      if (PHASE.compareAndSet(this, last, awaited ? Phase.AWAITED : Phase.DISCONNECTED)) {
        return last;
      }
    }
  }

  /// Leaves behind what the client may come back to.
  private void leaveBehind(Comeback left, Phase last, Set<String> rooms) {
    switch (last) {
      case CONNECTED -> left.leave(self(), rooms);
      case RESTORING -> left.putBack();
      case PENDING, AWAITED, DISCONNECTED -> {}
    }
  }
}
