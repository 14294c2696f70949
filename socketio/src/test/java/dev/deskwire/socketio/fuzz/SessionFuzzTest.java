package dev.deskwire.socketio.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.deskwire.socketio.packet.JsonFormat;
import dev.deskwire.socketio.session.ClientAction;
import dev.deskwire.socketio.session.ClientSession;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole sessions, driven by anything in any order.
class SessionFuzzTest {
  private static final int MANY = 500;

  private static final String[] TEXTS = {
    "0",
    "0/a",
    "0/a,{\"b\":1}",
    "1",
    "1/a",
    "2[\"e\"]",
    "2/a,7[\"e\"]",
    "37[]",
    "4{}",
    "51-[\"e\",{\"_placeholder\":true,\"num\":0}]",
    "511-[\"e\"]",
    "x",
    "",
    "2[]"
  };

  /// Each byte is a step of an Engine.IO session.
  @FuzzTest(maxDuration = "30s")
  void engineSessions(byte[] steps) {
    var run = new EngineRun(steps.length > 0 && steps[0] % 2 == 0);
    for (int i = 1; i < steps.length && i < 500; i++) {
      run.step(steps[i] & 0xff);
    }
    run.end();
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void engineSessionsMadeUpAtRandom(byte[] steps) {
    engineSessions(steps);
  }

  /// Each byte is an input of a client's session.
  @FuzzTest(maxDuration = "30s")
  void clientSessions(byte[] steps) {
    var now = Instant.EPOCH;
    var session = new ClientSession(new JsonFormat(3).newDecoder(), now.plusSeconds(45));
    var admitted = new HashSet<String>();
    boolean over = false;
    for (byte step : steps) {
      List<ClientAction> actions = new ArrayList<>();
      switch (step & 0x07) {
        case 0 -> actions.addAll(session.binary(ByteBuffer.wrap(new byte[] {step})));
        case 1 -> {
          var namespace = (step & 0x08) == 0 ? "/" : "/a";
          if (session.admitted(namespace)) {
            assertThat(over).isFalse();
            admitted.add(namespace);
          }
        }
        case 2 -> {
          var namespace = (step & 0x08) == 0 ? "/" : "/a";
          session.left(namespace);
          admitted.remove(namespace);
        }
        case 3 -> {
          now = now.plusSeconds(step & 0x1f);
          actions.addAll(session.tick(now));
        }
        default -> actions.addAll(session.text(TEXTS[((step & 0xff) >> 2) % TEXTS.length]));
      }
      for (var action : actions) {
        assertThat(over).as("nothing happens after the end").isFalse();
        switch (action) {
          case ClientAction.Admit(var namespace, var auth) ->
              assertThat(admitted).doesNotContain(namespace);
          case ClientAction.Deliver(var event) -> assertThat(admitted).contains(event.namespace());
          case ClientAction.Acknowledge(var ack) -> assertThat(admitted).contains(ack.namespace());
          case ClientAction.Leave(var namespace) -> assertThat(admitted.remove(namespace)).isTrue();
          case ClientAction.Close(var reason) -> over = true;
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void clientSessionsMadeUpAtRandom(byte[] steps) {
    clientSessions(steps);
  }

  static Stream<byte[]> inputs() {
    var steps = IntStream.range(0, 64).mapToObj(step -> new byte[] {(byte) (step * 37)}).toList();
    return Randomly.inputs(MANY, 60, steps);
  }
}
