package dev.deskwire.socketio.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

/// What a compressed message may cost.
class FrameInflaterTest {
  private static final int COMPRESSED = 0b100;
  private static final int LIMIT = 100_000;

  @Test
  void anInflationBombIsStoppedAtTheLimitWithFlatMemory() throws IOException {
    var bomb = deflated(new byte[200_000_000]);
    assertThat(bomb.length).isBetween(100_000, 300_000);
    var channel = new EmbeddedChannel(new FrameInflater(LIMIT));
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() ->
            channel.writeInbound(
                new TextWebSocketFrame(true, COMPRESSED, Unpooled.wrappedBuffer(bomb))))
        .isInstanceOfSatisfying(
            CorruptedWebSocketFrameException.class,
            failure -> assertThat(failure.closeStatus().code()).isEqualTo(1009));
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    // The frame's own bytes, and the message up to the limit in a buffer that doubles.
    assertThat(allocated).isLessThan(2_000_000);
    assertThat(channel.inboundMessages()).isEmpty();
    channel.writeInbound(new TextWebSocketFrame("later"));
    assertThat(channel.inboundMessages()).isEmpty();
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
