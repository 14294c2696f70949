package dev.deskwire.socketio.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFormatTest {
  private final JsonFormat format = new JsonFormat();

  static Stream<SocketPacket> packets() {
    return Samples.socketPackets();
  }

  @ParameterizedTest
  @MethodSource("packets")
  void aPacketSurvivesItsMessages(SocketPacket packet) {
    assertThat(decode(format.newDecoder(), format.encode(packet))).contains(packet);
  }

  @Test
  void aDecoderReadsManyPacketsOneAfterTheOther() {
    var decoder = format.newDecoder();
    Samples.socketPackets()
        .forEach(packet -> assertThat(decode(decoder, format.encode(packet))).contains(packet));
  }

  @Test
  void noPrefixOfAPacketsMessagesIsAPacket() {
    Samples.socketPackets()
        .forEach(packet -> {
          var messages = format.encode(packet);
          var prefix = messages.subList(0, messages.size() - 1);
          assertThat(decode(format.newDecoder(), prefix)).isEmpty();
        });
  }

  @Test
  void aDecoderEitherReadsOrRefusesWhateverItGets() {
    var random = new Random(1);
    var alphabet = "0123456-/,[]{}\"ab\\ \u001e€";
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        var unused = format.newDecoder().text(text.toString());
      } catch (ProtocolException expected) {
        assertThat(expected).hasMessageNotContaining("\u001e");
      }
    }
  }

  @Test
  void thePartsOfAPacketStandInTheirOrder() {
    var data =
        List.of(TextNode.valueOf("e"), BinaryNode.valueOf(new byte[] {1}), IntNode.valueOf(2));
    assertThat(format.encode(new SocketPacket.Event("/admin", 456L, List.copyOf(data))))
        .containsExactly(
            new EnginePacket.Message("51-/admin,456[\"e\",{\"_placeholder\":true,\"num\":0},2]"),
            new EnginePacket.Binary(ByteBuffer.wrap(new byte[] {1})));
    assertThat(format.encode(new SocketPacket.Disconnect("/")))
        .containsExactly(new EnginePacket.Message("1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "7",
        "-",
        "2{}",
        "2\"e\"",
        "2[]",
        "2[null]",
        "2[true]",
        "2[{}]",
        "2[\"e\"",
        "2[\"e\"]x",
        "1[]",
        "0[]",
        "0\"a\"",
        "4[]",
        "4null",
        "2[\"connect\"]",
        "2[\"disconnecting\"]",
        "5[\"e\"]",
        "5-[\"e\"]",
        "50-[\"e\"]",
        "5-1-[\"e\"]",
        "511-[\"e\"]",
        "599999999999-[\"e\"]",
        "51[\"e\"]",
        "299999999999999999[\"e\"]",
        "3{}",
        "2a[\"e\"]",
        "2[NaN]",
        "2['e']"
      })
  void aDecoderRefusesWhatIsNoPacket(String text) {
    var decoder = format.newDecoder();
    assertThatThrownBy(() -> decoder.text(text)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void aDecoderRefusesBytesNobodyAnnounced() {
    var decoder = format.newDecoder();
    assertThatThrownBy(() -> decoder.binary(ByteBuffer.allocate(1)))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void aDecoderRefusesTextWhileAttachmentsAreMissing() {
    var decoder = format.newDecoder();
    assertThat(decoder.text("51-[\"e\",{\"_placeholder\":true,\"num\":0}]")).isEmpty();
    assertThatThrownBy(() -> decoder.text("2[\"e\"]")).isInstanceOf(ProtocolException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "-1", "\"0\"", "0.5", "null", "9999999999"})
  void aDecoderRefusesAPlaceholderOfNoAttachment(String number) {
    var decoder = format.newDecoder();
    var text = "51-[\"e\",{\"_placeholder\":true,\"num\":" + number + "}]";
    assertThat(decoder.text(text)).isEmpty();
    assertThatThrownBy(() -> decoder.binary(ByteBuffer.allocate(1)))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void anObjectThatSaysItIsNoPlaceholderStaysAsItIs() {
    var decoder = format.newDecoder();
    assertThat(decoder.text("51-[\"e\",{\"_placeholder\":false,\"num\":0}]")).isEmpty();
    var object = JsonNodeFactory.instance.objectNode().put("_placeholder", false).put("num", 0);
    assertThat(decoder.binary(ByteBuffer.allocate(1)))
        .contains(new SocketPacket.Event("/", null, List.of(TextNode.valueOf("e"), object)));
  }

  @Test
  void bytesAnnouncedForNoDataAreLeftOut() {
    var decoder = format.newDecoder();
    assertThat(decoder.text("61-7")).isEmpty();
    assertThat(decoder.binary(ByteBuffer.allocate(1)))
        .contains(new SocketPacket.Ack("/", 7L, List.of()));
  }

  @Test
  void aDecoderRefusesJsonTooDeepToBeHonest() {
    var decoder = format.newDecoder();
    var text = "2[\"e\"," + "[".repeat(100_000) + "]".repeat(100_000) + "]";
    assertThatThrownBy(() -> decoder.text(text)).isInstanceOf(ProtocolException.class);
  }

  private static Optional<SocketPacket> decode(PacketDecoder decoder, List<EnginePacket> messages) {
    Optional<SocketPacket> result = Optional.empty();
    for (var message : messages) {
      assertThat(result).isEmpty();
      result =
          switch (message) {
            case EnginePacket.Message(var text) -> decoder.text(text);
            case EnginePacket.Binary(var bytes) -> decoder.binary(bytes);
            default -> throw new AssertionError("not a message: " + message);
          };
    }
    return result;
  }
}
