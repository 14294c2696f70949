package dev.deskwire.socketio.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.deskwire.socketio.packet.ProtocolException;
import dev.deskwire.socketio.room.Audience;
import dev.deskwire.socketio.room.Emission;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is no message is refused as such, whatever it is: the reader of a channel goes on.
class MalformedMessageTest {
  private static final int ROUNDS = 20_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "[]",
        "x",
        "null",
        "{\"type\":\"2\"}",
        "{\"type\":99,\"requestId\":\"a\"}",
        "{\"type\":2,\"opts\":{\"rooms\":[{}],\"except\":[]},\"rooms\":[]}",
        "{\"type\":2,\"opts\":{\"rooms\":[],\"except\":[]},\"rooms\":\"r\"}",
        "{\"type\":5,\"opts\":{\"rooms\":[],\"except\":[]}}",
        "{\"type\":6,\"data\":[]}",
        "{\"type\":6,\"data\":[{}]}",
        "{\"type\":7,\"requestId\":\"a\",\"packet\":{\"type\":3,\"data\":[\"x\"]}}"
      })
  void textThatIsNoMessageIsRefused(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    assertRefused(() -> PubSubFormat.readBroadcast(bytes));
    assertRefused(() -> PubSubFormat.readRequest(bytes, "/"));
    assertRefused(() -> PubSubFormat.readResponse(bytes));
    assertRefused(() -> StreamsFormat.readPayload(bytes));
    for (var type : List.of("3", "4", "8", "", "x", "13")) {
      assertRefused(() -> StreamsFormat.readEntry(Map.of("type", type, "nsp", "/", "data", text)));
    }
    assertRefused(() -> SessionFormat.read(bytes, Instant.EPOCH));
  }

  @Test
  void aMessageWithAnyByteChangedIsReadOrRefused() {
    var room = Audience.EVERYBODY.to(List.of("kitchen"));
    var question =
        new ClusterMessage.Question(
            "id", List.of(TextNode.valueOf("name")), room, Emission.DEFAULT, Duration.ofSeconds(1));
    var join = new ClusterMessage.Join(room, List.of("other"));
    fuzz(PubSubFormat.request("uid", "/", question), bytes -> PubSubFormat.readRequest(bytes, "/"));
    fuzz(PubSubFormat.request("uid", "/", join), bytes -> PubSubFormat.readRequest(bytes, "/"));
    fuzz(
        StreamsFormat.payload(new ClusterMessage.Envelope("uid", "/", question)),
        StreamsFormat::readPayload);
  }

  @Test
  void theTimeThatAnotherNodeWantsIsBounded() {
    var options = Parts.object();
    options.putObject("flags").put("timeout", Long.MAX_VALUE);
    assertThat(Parts.timeout(options)).isEqualTo(Duration.ofMinutes(10));
    assertThat(Parts.timeout(Parts.object())).isEqualTo(Duration.ofMinutes(10));
  }

  private static void fuzz(byte[] message, Consumer<byte[]> read) {
    var random = new Random(message.length);
    for (int round = 0; round < ROUNDS; round++) {
      var changed = message.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      try {
        read.accept(changed);
      } catch (ProtocolException refused) {
        assertThat(refused).hasMessageNotContaining("kitchen");
      }
    }
  }

  private static void assertRefused(Runnable reading) {
    assertThatThrownBy(reading::run).isInstanceOf(ProtocolException.class);
  }
}
