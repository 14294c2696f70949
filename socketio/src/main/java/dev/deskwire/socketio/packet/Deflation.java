package dev.deskwire.socketio.packet;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;

/// Compresses one WebSocket message for itself, so that all its receivers can share it.
///
/// Source: RFC 7692, section 7.2.1: raw DEFLATE ended by an empty block, of which the last four
/// bytes are left out.
final class Deflation {
  private static final int CHUNK = 8_192;
  private static final int LEFT_OUT = 4;

  private Deflation() {}

  static byte[] of(byte[] content) {
    var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      deflater.setInput(content);
      var compressed = new ByteArrayOutputStream(content.length / 2);
      var chunk = new byte[CHUNK];
      int written;
      do {
        written = deflater.deflate(chunk, 0, chunk.length, Deflater.SYNC_FLUSH);
        compressed.write(chunk, 0, written);
      } while (written == chunk.length);
      var bytes = compressed.toByteArray();
      return Arrays.copyOf(bytes, bytes.length - LEFT_OUT);
    } finally {
      deflater.end();
    }
  }
}
