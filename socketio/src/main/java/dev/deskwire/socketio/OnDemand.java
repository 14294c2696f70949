package dev.deskwire.socketio;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What a socket has only once somebody asks for it: thousands of idle ones need none of it.
/// Thread-safe.
final class OnDemand {
  private final Map<String, Object> data = new ConcurrentHashMap<>();
  private final PendingAcks acks;

  /// An immutable list, replaced under the lock of this object.
  private volatile List<OutgoingHandler> outgoing = List.of();

  OnDemand(Client client) {
    this.acks = new PendingAcks(client.options().executor(), client.engine()::schedule);
  }

  Map<String, Object> data() {
    return data;
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
