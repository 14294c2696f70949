package dev.deskwire.socketio.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

/// What a message may cost.
class MessageAssemblyTest {
  private static final int LIMIT = 100_000;

  @Test
  void anInflationBombIsStoppedAtTheLimitWithFlatMemory() throws IOException {
    var bomb = deflated(new byte[200_000_000]);
    assertThat(bomb.length).isBetween(100_000, 300_000);
    var frame = new Frame(Frame.Kind.TEXT, true, true, ByteBuffer.wrap(bomb));
    var message = new MessageAssembly(frame, LIMIT);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> message.add(frame))
        .isInstanceOfSatisfying(
            CorruptedWebSocketFrameException.class,
            failure -> assertThat(failure.closeStatus().code()).isEqualTo(1009));
    // The message up to the limit, in a buffer that doubles.
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(2_000_000);
    message.release();
  }

  private static byte[] deflated(byte[] content) throws IOException {
    var compressed = new ByteArrayOutputStream();
    var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try (var stream = new DeflaterOutputStream(compressed, deflater)) {
      stream.write(content);
    }
    deflater.end();
    return compressed.toByteArray();
  }
}
