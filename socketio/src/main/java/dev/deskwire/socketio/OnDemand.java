package dev.deskwire.socketio;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a socket has only once somebody asks for it: thousands of idle ones need none of it.
/// Thread-safe.
final class OnDemand {
  private final Map<String, Object> data = new ConcurrentHashMap<>();
  private final PendingAcks acks;

  /// An immutable list, replaced under the lock of this object.
  private volatile List<OutgoingHandler> outgoing = List.of();

  private volatile @Nullable Handshake handshake;

  OnDemand(Client client) {
    this.acks = new PendingAcks(client.options().executor(), client.engine()::schedule);
  }

  Map<String, Object> data() {
    return data;
  }

  /// @param made makes it from what the socket keeps of its request
  Handshake handshake(Supplier<Handshake> made) {
    var present = handshake;
    return present == null ? makeHandshake(made) : present;
  }

  private synchronized Handshake makeHandshake(Supplier<Handshake> made) {
    var present = handshake;
    if (present == null) {
      present = made.get();
      handshake = present;
    }
    return present;
  }

  PendingAcks acks() {
    return acks;
  }

  List<OutgoingHandler> outgoing() {
    return outgoing;
  }

  synchronized void onAnyOutgoing(OutgoingHandler handler) {
    outgoing = Handlers.with(outgoing, handler);
  }

  synchronized void prependAnyOutgoing(OutgoingHandler handler) {
    outgoing = Handlers.with(handler, outgoing);
  }

  synchronized void offAnyOutgoing(OutgoingHandler handler) {
    outgoing = Handlers.without(outgoing, handler);
  }
}
