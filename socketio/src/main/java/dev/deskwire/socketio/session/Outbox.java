package dev.deskwire.socketio.session;

import dev.deskwire.socketio.packet.EncodedPacket;
import java.util.ArrayList;
import java.util.List;

/// The packets that wait for a session's transport, and how much of what it has taken is still
/// under way.
final class Outbox {
  /// An immutable list that came as one, or a growing one of our own.
  private List<EncodedPacket> waiting = List.of();

  private long waitingBytes;
  private long underWayBytes;

  void add(List<EncodedPacket> packets) {
    if (waiting.isEmpty()) {
      waiting = List.copyOf(packets);
    } else {
      if (!(waiting instanceof ArrayList)) {
        waiting = new ArrayList<>(waiting);
      }
      waiting.addAll(packets);
    }
    for (var packet : packets) {
      waitingBytes += packet.size();
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /// Bytes accepted and not yet taken by the network.
  long bytes() {
    return waitingBytes + underWayBytes;
  }

  /// Takes out all that waits; it counts as gone.
  List<EncodedPacket> take() {
    var packets = waiting;
    waiting = List.of();
    waitingBytes = 0;
    return packets;
  }

  /// Takes out all that waits; it counts as under way until [#arrived].
  List<EncodedPacket> send() {
    underWayBytes = waitingBytes;
    return take();
  }

  void arrived() {
    underWayBytes = 0;
  }

  void clear() {
    waiting = List.of();
    waitingBytes = 0;
    underWayBytes = 0;
  }
}
