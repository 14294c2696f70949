package dev.deskwire.socketio.msgpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.deskwire.socketio.packet.EnginePacket;
import dev.deskwire.socketio.packet.ProtocolException;
import dev.deskwire.socketio.packet.SocketPacket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MsgPackFormatTest {
  private final MsgPackFormat format = new MsgPackFormat();

  static Stream<SocketPacket> packets() {
    return Stream.of(
        new SocketPacket.Connect("/", null),
        new SocketPacket.Connect("/staff", (ObjectNode) json("{\"token\":\"ä\"}")),
        new SocketPacket.Disconnect("/"),
        new SocketPacket.Event("/", null, List.of(TextNode.valueOf("name"))),
        new SocketPacket.Event(
            "/",
            7L,
            List.of(
                TextNode.valueOf("name"),
                json("[1,-1,2147483648,-2147483649,9007199254740991,1.5,true,null,\"\"]"),
                json("{\"a\":{\"b\":[{}]}}"),
                BinaryNode.valueOf(new byte[] {1, 2, 3}))),
        new SocketPacket.Event("/", null, List.of(json("7"))),
        new SocketPacket.Ack("/", 0L, List.of()),
        new SocketPacket.ConnectError("/", TextNode.valueOf("no")),
        new SocketPacket.ConnectError("/", json("{\"message\":\"no\"}")));
  }

  @ParameterizedTest
  @MethodSource("packets")
  void whatIsWrittenIsReadAgain(SocketPacket packet) {
    assertThat(decode(bytes(packet))).isEqualTo(packet);
  }

  @Test
  void undefinedIsAbsentFromObjectsAndNullInArrays() {
    // {type: 2, nsp: "/", data: ["e", undefined, {a: undefined}], id: undefined}
    var bytes = "84a47479706502a36e7370a12fa46461746193a165d4000081a161d40000a26964d40000";
    assertThat(decode(HexFormat.of().parseHex(bytes)))
        .isEqualTo(
            new SocketPacket.Event(
                "/", null, List.of(TextNode.valueOf("e"), json("null"), json("{}"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c0", // nil
        "80", // {}
        "82a47479706505a36e7370a12f", // type 5
        "82a474797065a130a36e7370a12f", // type "0"
        "82a47479706500a36e737001", // nsp 1
        "82a47479706502a36e7370a12f", // an event without data
        "83a47479706502a36e7370a12fa46461746190", // an event without name
        "83a47479706502a36e7370a12fa46461746191a7636f6e6e656374", // a reserved name
        "83a47479706501a36e7370a12fa464617461c0", // DISCONNECT with data
        "84a47479706502a36e7370a12fa46461746191a165a26964a131", // id "1"
        "84a47479706502a36e7370a12fa46461746191a165a26964cfffffffffffffffff", // id 2^64 - 1
        "83a47479706502a36e7370a12fa46461746191c0", // an event named nil
        "82a47479706504a36e7370a12f", // CONNECT_ERROR without data
        "83a47479706504a36e7370a12fa46461746101", // CONNECT_ERROR with a number
        "82a47479706500a36e7370a12fc0", // trailing bytes
        "c6ffffffff", // four gigabytes of bytes
        "ddffffffff", // four billion items
        "d4010000" // a foreign extension
      })
  void whatBreaksTheFormatIsRefused(String hex) {
    assertThatThrownBy(() -> decode(HexFormat.of().parseHex(hex)))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void aTreeThatIsTooDeepIsRefused() {
    var bytes = new byte[100_000];
    Arrays.fill(bytes, (byte) 0x91);
    assertThatThrownBy(() -> decode(bytes)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void aValueWithoutJsonFormTravelsAsItsTextAndAMissingOneAsNull() {
    var name = TextNode.valueOf("e");
    var data =
        List.<JsonNode>of(name, new POJONode(Duration.ofSeconds(1)), MissingNode.getInstance());
    assertThat(decode(bytes(new SocketPacket.Event("/", null, data))))
        .isEqualTo(
            new SocketPacket.Event(
                "/", null, List.of(name, TextNode.valueOf("PT1S"), json("null"))));
  }

  @Test
  void textIsRefused() {
    assertThatThrownBy(() -> format.newDecoder().text("0")).isInstanceOf(ProtocolException.class);
  }

  @Test
  void anyDamageIsEitherReadOrRefused() {
    var random = new Random(7);
    for (var packet : packets().toList()) {
      var whole = bytes(packet);
      for (int round = 0; round < 2_000; round++) {
        var damaged = whole.clone();
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        try {
          assertThat(decode(damaged)).isNotNull();
        } catch (ProtocolException refused) {
          assertThat(refused.getMessage()).isNotEmpty();
        }
      }
    }
  }

  private byte[] bytes(SocketPacket packet) {
    if (format.encode(packet).getFirst() instanceof EnginePacket.Binary(var data)) {
      var bytes = new byte[data.remaining()];
      data.duplicate().get(bytes);
      return bytes;
    }
    throw new AssertionError("no bytes");
  }

  private SocketPacket decode(byte[] bytes) {
    return format.newDecoder().binary(ByteBuffer.wrap(bytes)).orElseThrow();
  }

  private static JsonNode json(String text) {
    try {
      return new JsonMapper().readTree(text);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException(malformed);
    }
  }
}
