package dev.deskwire.socketio.vertx;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.List;

/// The bytes of one batch of frames outside the heap, made once for all connections of an event
/// loop that are sent the same in one turn: a broadcast, or a burst of them. On its loop only.
final class SharedBatch {
  private List<byte[]> frames = List.of();
  private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
  private boolean inTurn;

  void beginTurn() {
    inTurn = true;
  }

  void endTurn() {
    inTurn = false;
    forget();
  }

  /// The frames as one buffer, which the caller has to release.
  ByteBuf of(List<byte[]> wanted, ByteBufAllocator allocator) {
    if (!inTurn) {
      return join(wanted, allocator);
    }
    // Frames of one packet are one array, whoever receives it, and arrays are equal to themselves
    // only.
    if (!wanted.equals(frames)) {
      forget();
      bytes = join(wanted, allocator);
      frames = wanted;
    }
    return bytes.retainedDuplicate();
  }

  private void forget() {
    bytes.release();
    bytes = Unpooled.EMPTY_BUFFER;
    frames = List.of();
  }

  /// The frames as one buffer of their own, which the caller has to release. On any thread.
  static ByteBuf join(List<byte[]> frames, ByteBufAllocator allocator) {
    int size = 0;
    for (var frame : frames) {
      size += frame.length;
    }
    var joined = allocator.directBuffer(size, size);
    for (var frame : frames) {
      joined.writeBytes(frame);
    }
    return joined;
  }
}
