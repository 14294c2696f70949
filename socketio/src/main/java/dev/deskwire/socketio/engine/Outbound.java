package dev.deskwire.socketio.engine;

import dev.deskwire.socketio.packet.EncodedPacket;
import java.util.List;

/// Packets that travel together, ready to be shared by any number of receivers.
///
/// @param droppable whether a receiver whose transport is busy does without them
/// @param size what they weigh in a queue, in bytes
public record Outbound(List<EncodedPacket> packets, boolean droppable, int size) {
  /// Packets with the size that they have together.
  public static Outbound of(List<EncodedPacket> packets, boolean droppable) {
    int size = packets.stream().mapToInt(EncodedPacket::size).sum();
    return new Outbound(List.copyOf(packets), droppable, size);
  }
}
