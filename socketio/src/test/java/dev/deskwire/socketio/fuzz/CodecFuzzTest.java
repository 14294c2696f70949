package dev.deskwire.socketio.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.deskwire.socketio.msgpack.MsgPackFormat;
import dev.deskwire.socketio.packet.EngineCodec;
import dev.deskwire.socketio.packet.EnginePacket;
import dev.deskwire.socketio.packet.JsonFormat;
import dev.deskwire.socketio.packet.PacketDecoder;
import dev.deskwire.socketio.packet.PacketFormat;
import dev.deskwire.socketio.packet.ProtocolException;
import dev.deskwire.socketio.packet.SocketPacket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever arrives is a packet that can be sent again, or a [ProtocolException].
class CodecFuzzTest {
  private static final int MANY = 500;

  @FuzzTest(maxDuration = "30s")
  void payloads(byte[] input) {
    var payload = new String(input, StandardCharsets.UTF_8);
    var parts = EngineCodec.split(payload);
    assertThat(String.join(String.valueOf(EngineCodec.SEPARATOR), parts)).isEqualTo(payload);
    for (var part : parts) {
      try {
        var packet = EngineCodec.decode(part);
        assertThat(EngineCodec.decode(EngineCodec.encode(packet))).isEqualTo(packet);
      } catch (ProtocolException malformed) {
        assertThat(malformed.getMessage()).isIn("empty packet", "unknown packet type");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("payloadInputs")
  void payloadsMadeUpAtRandom(byte[] input) {
    payloads(input);
  }

  static Stream<byte[]> payloadInputs() {
    return Randomly.texts(
        MANY, "0{}", "1", "2probe", "3", "4a", "5", "6", "\u001e", "bAQID", "b=", "é");
  }

  /// The first byte says how many messages follow; each begins with its length, and those of an odd
  /// one are bytes.
  @FuzzTest(maxDuration = "30s")
  void jsonPackets(byte[] input) {
    decodeAll(new JsonFormat(3), input, true);
  }

  @ParameterizedTest
  @MethodSource("jsonInputs")
  void jsonPacketsMadeUpAtRandom(byte[] input) {
    decodeAll(new JsonFormat(3), input, false);
    decodeAll(new JsonFormat(3), input, true);
  }

  static Stream<byte[]> jsonInputs() {
    return Randomly.texts(
        MANY,
        "0",
        "2",
        "51-",
        "62-",
        "3",
        "/a,",
        "12",
        "[\"a\"",
        ",1]",
        "]",
        "{\"_placeholder\":true",
        ",\"num\":0}",
        "1e999",
        "{",
        "}",
        "\"",
        "null",
        "[[[[",
        "\\ud800");
  }

  @FuzzTest(maxDuration = "30s")
  void packedPackets(byte[] input) {
    var decoder = new MsgPackFormat().newDecoder();
    decode(() -> decoder.binary(ByteBuffer.wrap(input)))
        .ifPresent(packet -> isSentAgain(new MsgPackFormat(), packet));
  }

  @ParameterizedTest
  @MethodSource("packedInputs")
  void packedPacketsMadeUpAtRandom(byte[] input) {
    packedPackets(input);
  }

  static Stream<byte[]> packedInputs() {
    var type = new byte[] {(byte) 0xa4, 't', 'y', 'p', 'e', 2};
    var namespace = new byte[] {(byte) 0xa3, 'n', 's', 'p', (byte) 0xa1, '/'};
    var data = new byte[] {(byte) 0xa4, 'd', 'a', 't', 'a', (byte) 0x92, (byte) 0xa1, 'e'};
    var timestamp =
        new byte[] {(byte) 0xc7, 12, -1, 127, -1, -1, -1, 127, -1, -1, -1, -1, -1, -1, -1};
    return Randomly.inputs(
        MANY,
        12,
        List.of(
            new byte[] {(byte) 0x83},
            concat(new byte[] {(byte) 0x83}, type, namespace, data),
            type,
            namespace,
            data,
            timestamp,
            new byte[] {(byte) 0xd4, 0, 0},
            new byte[] {(byte) 0xdd, 127, -1, -1, -1},
            new byte[] {(byte) 0xc6, 127, -1, -1, -1},
            new byte[] {(byte) 0xdb, 127, -1, -1, -1},
            new byte[] {(byte) 0xcf, -1, -1, -1, -1, -1, -1, -1, -1}));
  }

  private static byte[] concat(byte[]... parts) {
    var all = new java.io.ByteArrayOutputStream();
    Arrays.stream(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static void decodeAll(PacketFormat format, byte[] input, boolean split) {
    var decoder = format.newDecoder();
    int at = 0;
    while (at < input.length) {
      int length =
          split ? Math.min(input[at] & 0x3f, input.length - at - 1) : input.length - at - 1;
      var message = Arrays.copyOfRange(input, at + 1, at + 1 + length);
      boolean binary = split && (input[at] & 0x40) != 0;
      at += 1 + length;
      Optional<SocketPacket> packet;
      try {
        packet = feed(decoder, message, binary);
      } catch (ProtocolException malformed) {
        return; // the connection is closed
      }
      packet.ifPresent(complete -> isSentAgain(format, complete));
    }
  }

  private static Optional<SocketPacket> feed(
      PacketDecoder decoder, byte[] message, boolean binary) {
    return binary
        ? decoder.binary(ByteBuffer.wrap(message))
        : decoder.text(new String(message, StandardCharsets.UTF_8));
  }

  private static Optional<SocketPacket> decode(
      java.util.function.Supplier<Optional<SocketPacket>> input) {
    try {
      return input.get();
    } catch (ProtocolException malformed) {
      return Optional.empty();
    }
  }

  /// What was received can be sent, and comes out the same when it is received once more.
  private static void isSentAgain(PacketFormat format, SocketPacket packet) {
    if (packet instanceof SocketPacket.Event event && event.data().isEmpty()) {
      return; // tolerated when it arrives, and never sent
    }
    var once = format.encode(packet);
    var decoder = new JsonFormat(Integer.MAX_VALUE).newDecoder();
    var receiver = format instanceof MsgPackFormat ? format.newDecoder() : decoder;
    Optional<SocketPacket> again = Optional.empty();
    for (var message : once) {
      again =
          switch (message) {
            case EnginePacket.Message(var text) -> receiver.text(text);
            case EnginePacket.Binary(var bytes) -> receiver.binary(bytes);
            default -> throw new AssertionError("no message: " + message);
          };
    }
    assertThat(again).isPresent();
    assertThat(format.encode(again.orElseThrow())).isEqualTo(once);
  }
}
