package dev.deskwire.socketio.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineCodecTest {
  static Stream<EnginePacket> packets() {
    return Samples.enginePackets();
  }

  @ParameterizedTest
  @MethodSource("packets")
  void aPacketSurvivesItsTextForm(EnginePacket packet) {
    assertThat(EngineCodec.decode(EngineCodec.encode(packet))).isEqualTo(packet);
  }

  @Test
  void packetsSurviveTheirJourneyInOneBody() {
    // A text that contains the separator cannot travel by polling, in the reference neither.
    var packets =
        Samples.enginePackets()
            .filter(packet -> EngineCodec.encode(packet).indexOf(EngineCodec.SEPARATOR) < 0)
            .toList();
    var body = EncodedPacket.payload(packets.stream().map(EncodedPacket::new).toList());
    var read = new ArrayList<EnginePacket>();
    for (var text : EngineCodec.split(new String(body, StandardCharsets.UTF_8))) {
      read.add(EngineCodec.decode(text));
    }
    assertThat(read).isEqualTo(packets);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "a", "-1", "\u001e", "B", " 4"})
  void aReaderRefusesWhatIsNoPacket(String text) {
    assertThatThrownBy(() -> EngineCodec.decode(text)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void anEmptyBodyIsOneEmptyPacket() {
    assertThat(EngineCodec.split("")).containsExactly("");
    assertThat(EngineCodec.split("\u001e4a\u001e")).containsExactly("", "4a", "");
  }

  @Test
  void aReaderTakesBase64AsLenientlyAsTheReference() {
    var expected = new EnginePacket.Binary(ByteBuffer.wrap(new byte[] {(byte) 0xfb, (byte) 0xff}));
    for (var text : List.of("b+/8=", "b-_8=", "b+/8", "b+ /\n8", "b+/8A".substring(0, 4))) {
      assertThat(EngineCodec.decode(text)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 124, 125, 126, 65_534, 65_535, 65_536, 70_000})
  void aFrameCarriesTheLengthItsContentHas(int length) {
    var packet = new EncodedPacket(new EnginePacket.Message("a".repeat(length)));
    var frame = ByteBuffer.wrap(packet.frame());

    assertThat(frame.get() & 0xff).isEqualTo(0x81);
    int first = frame.get();
    long announced =
        switch (first) {
          case 126 -> frame.getShort() & 0xffff;
          case 127 -> frame.getLong();
          default -> first;
        };
    assertThat(announced).isEqualTo(length + 1L).isEqualTo(frame.remaining());
    assertThat(frame.get()).isEqualTo((byte) '4');
  }

  @Test
  void whatIsEncodedEqualsOnlyTheSamePacket() {
    var packet = new EncodedPacket(new EnginePacket.Message("a"));
    assertThat(packet)
        .isEqualTo(new EncodedPacket(new EnginePacket.Message("a")))
        .isNotEqualTo(new EncodedPacket(new EnginePacket.Message("b")))
        .isNotEqualTo(packet.packet());
  }

  @Test
  void bytesTravelInABinaryFrameWithoutPrefix() {
    var packet = new EncodedPacket(new EnginePacket.Binary(ByteBuffer.wrap(new byte[] {1, 2})));
    assertThat(packet.frame()).containsExactly(0x82, 2, 1, 2);
    assertThat(new String(packet.polled(), StandardCharsets.UTF_8)).isEqualTo("bAQI=");
  }
}
