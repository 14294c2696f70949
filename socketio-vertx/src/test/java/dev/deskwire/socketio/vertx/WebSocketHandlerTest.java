package dev.deskwire.socketio.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a WebSocket makes of the bytes of its channel.
class WebSocketHandlerTest {
  private static final int LIMIT = 1_000;
  private static final int FIN = 0x80;

  private final Heard heard = new Heard();
  private final EmbeddedChannel channel = new EmbeddedChannel(heard);

  @AfterEach
  void nothingIsLeftBehind() {
    channel.finishAndReleaseAll();
  }

  @RepeatedTest(100)
  void messagesAreTheSameHoweverTheNetworkCutsThem(RepetitionInfo repetition) {
    heard.start();
    var random = new Random(repetition.getCurrentRepetition());
    var sent = new ArrayList<String>();
    var bytes = Unpooled.buffer();
    for (int i = 0; i < 20; i++) {
      var text = "\u00fc" + "x".repeat(random.nextInt(300)) + i;
      sent.add(text);
      var utf8 = text.getBytes(StandardCharsets.UTF_8);
      int cut = random.nextInt(utf8.length);
      bytes.writeBytes(frame(1, slice(utf8, 0, cut), random.nextInt()));
      bytes.writeBytes(frame(FIN | 9, new byte[] {(byte) i}, random.nextInt()));
      bytes.writeBytes(frame(FIN, slice(utf8, cut, utf8.length), random.nextInt()));
    }
    while (bytes.isReadable()) {
      int length = Math.min(bytes.readableBytes(), 1 + random.nextInt(200));
      channel.writeInbound(bytes.readBytes(length));
    }
    bytes.release();
    assertThat(heard.events).isEqualTo(sent);
    assertThat(outbound()).hasSize(20).allMatch(pong -> pong.startsWith("8a01"));
  }

  @ParameterizedTest
  @CsvSource({
    // a frame without a mask, reserved bits, unknown opcodes
    "8103616263,1002",
    "c180,1002",
    "9180,1002",
    "8380,1002",
    "8b80,1002",
    // a control frame in parts, and one that is long
    "0980,1002",
    "89fe,1002",
    // lengths that could be shorter, and one that is no number of bytes
    "81fe000100000000,1002",
    "81ff000000000000000100000000,1002",
    "81ffffffffffffffffff00000000,1002",
    // a continuation of nothing, and a message within another
    "808000000000,1002",
    "018000000000818000000000,1002",
    // close frames with half a code and with one that means nothing
    "88810000000003,1002",
    "88820000000003ed,1002",
    // longer than the limit, by its header
    "82fe03e900000000,1009",
    // text that is not UTF-8
    "818100000000ff,1007"
  })
  void aFrameThatBreaksTheRulesFailsWithTheCodeForIt(String hex, String code) {
    heard.start();
    channel.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)));
    assertThat(heard.events).containsExactly("failed " + code);
  }

  @Test
  void aMessageOverTheLimitFailsHoweverManyFramesItComesIn() {
    heard.start();
    send(2, new byte[600]);
    send(FIN, new byte[401]);
    assertThat(heard.events).containsExactly("failed 1009");
  }

  @Test
  void whatComesBeforeAnybodyListensIsNotLost() {
    send(FIN | 1, "early".getBytes(StandardCharsets.UTF_8));
    assertThat(heard.events).isEmpty();
    heard.start();
    assertThat(heard.events).containsExactly("early");
  }

  @Test
  void whoPausesHearsNoMessageUntilTheyResumeButPingsAreAnswered() {
    heard.start();
    heard.pause();
    send(FIN | 9, new byte[0]);
    send(FIN | 1, "later".getBytes(StandardCharsets.UTF_8));
    send(FIN | 1, "last".getBytes(StandardCharsets.UTF_8));
    assertThat(heard.events).isEmpty();
    assertThat(outbound()).containsExactly("8a00");
    assertThat(channel.config().isAutoRead()).isFalse();
    heard.resume();
    channel.runPendingTasks();
    assertThat(heard.events).containsExactly("later", "last");
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void theFarewellOfThePeerIsAnsweredWithItsCodeAndEndsTheConnection() {
    heard.start();
    send(FIN | 8, new byte[] {0x03, (byte) 0xe9, 'b', 'y', 'e'});
    assertThat(heard.events).containsExactly("closed");
    assertThat(outbound()).containsExactly("880203e9");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void ourFarewellWaitsForTheAnswerOfThePeerAndHearsNothingElse() {
    heard.start();
    heard.close(1012, "");
    heard.close(1000, "too late");
    send(FIN | 1, "ignored".getBytes(StandardCharsets.UTF_8));
    assertThat(outbound()).containsExactly("880203f4");
    assertThat(channel.isOpen()).isTrue();
    send(FIN | 8, new byte[] {0x03, (byte) 0xf4});
    assertThat(channel.isOpen()).isFalse();
    assertThat(heard.events).containsExactly("closed");
  }

  private List<String> outbound() {
    var written = new ArrayList<String>();
    for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
      written.add(ByteBufUtil.hexDump(bytes));
      bytes.release();
    }
    return written;
  }

  private void send(int first, byte[] payload) {
    channel.writeInbound(frame(first, payload, 0x01020304));
  }

  private static ByteBuf frame(int first, byte[] payload, int mask) {
    var frame = Unpooled.buffer().writeByte(first);
    if (payload.length < 126) {
      frame.writeByte(0x80 | payload.length);
    } else {
      frame.writeByte(0x80 | 126).writeShort(payload.length);
    }
    frame.writeInt(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.writeByte(payload[i] ^ (mask >>> (24 - 8 * (i % 4))));
    }
    return frame;
  }

  private static byte[] slice(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  private static final class Heard extends WebSocketHandler {
    private final List<String> events = new ArrayList<>();

    Heard() {
      super(LIMIT, false);
    }

    @Override
    void text(String message) {
      events.add(message);
    }

    @Override
    void binary(ByteBuffer message) {
      events.add("binary " + message.remaining());
    }

    @Override
    void failed(int code) {
      events.add("failed " + code);
    }

    @Override
    void closed() {
      events.add("closed");
    }
  }
}
