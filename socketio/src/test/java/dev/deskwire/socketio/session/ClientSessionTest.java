package dev.deskwire.socketio.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.deskwire.socketio.packet.JsonFormat;
import dev.deskwire.socketio.packet.SocketPacket;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClientSessionTest {
  private static final Instant JOIN_BY = Instant.EPOCH.plusSeconds(45);
  private static final ClientAction CLOSE = new ClientAction.Close(CloseReason.FORCED_SERVER_CLOSE);

  private final ClientSession session = new ClientSession(new JsonFormat().newDecoder(), JOIN_BY);

  @Test
  void aClientIsAskedAboutWithItsCredentials() {
    var auth = JsonNodeFactory.instance.objectNode().put("token", "t");
    assertThat(session.text("0{\"token\":\"t\"}"))
        .containsExactly(new ClientAction.Admit("/", auth));
  }

  @Test
  void noEventReachesANamespaceBeforeItHasAdmittedTheClient() {
    session.text("0");
    assertThat(session.text("2[\"e\"]")).containsExactly(CLOSE);
  }

  @Test
  void anEventReachesTheNamespaceThatAdmittedTheClient() {
    session.text("0");
    assertThat(session.admitted("/")).isTrue();
    var event = new SocketPacket.Event("/", null, List.of(TextNode.valueOf("e")));
    assertThat(session.text("2[\"e\"]")).containsExactly(new ClientAction.Deliver(event));
    assertThat(session.text("2/other,[\"e\"]")).containsExactly(CLOSE);
  }

  @Test
  void aSecondConnectIsIgnoredWhileTheFirstIsBeingDecided() {
    session.text("0");
    assertThat(session.text("0")).isEmpty();
    assertThat(session.admitted("/")).isTrue();
  }

  @Test
  void aSecondConnectClosesTheConnection() {
    session.text("0");
    session.admitted("/");
    assertThat(session.text("0")).containsExactly(CLOSE);
  }

  @Test
  void aRefusedClientMayAskAgain() {
    session.text("0");
    session.left("/");
    assertThat(session.text("0")).hasSize(1).first().isInstanceOf(ClientAction.Admit.class);
  }

  @Test
  void aClientThatLeftMayComeBack() {
    session.text("0");
    session.admitted("/");
    assertThat(session.text("1")).containsExactly(new ClientAction.Leave("/"));
    assertThat(session.text("0")).hasSize(1);
  }

  @Test
  void anAdmissionThatComesTooLateCountsNoMore() {
    session.text("0");
    session.closed();
    assertThat(session.admitted("/")).isFalse();
  }

  @Test
  void aClientThatJoinsNothingInTimeIsClosed() {
    session.text("0");
    assertThat(session.tick(JOIN_BY.minusMillis(1))).isEmpty();
    assertThat(session.tick(JOIN_BY)).containsExactly(CLOSE);
    assertThat(session.admitted("/")).isFalse();
  }

  @Test
  void aClientThatHasJoinedOnceMayStay() {
    session.text("0");
    session.admitted("/");
    session.text("1");
    assertThat(session.tick(JOIN_BY)).isEmpty();
  }

  @Test
  void aMalformedPacketClosesTheConnectionAndNothingFollows() {
    session.text("0");
    session.admitted("/");
    assertThat(session.text("2{}"))
        .containsExactly(new ClientAction.Close(CloseReason.FORCED_CLOSE));
    assertThat(session.text("2[\"e\"]")).isEmpty();
    assertThat(session.binary(ByteBuffer.allocate(1))).isEmpty();
  }

  @Test
  void nothingIsDeliveredWithoutAdmissionWhateverAClientSends() {
    var random = new Random(1);
    var messages =
        List.of(
            "0", "0/a", "1", "1/a,", "2[\"e\"]", "2/a,[\"e\"]", "30[]", "4{}", "51-[\"e\"]", "x");
    for (int i = 0; i < 5_000; i++) {
      var client = new ClientSession(new JsonFormat().newDecoder(), JOIN_BY);
      for (int j = 0; j < 10; j++) {
        for (var action : client.text(messages.get(random.nextInt(messages.size())))) {
          assertThat(action)
              .isNotInstanceOf(ClientAction.Deliver.class)
              .isNotInstanceOf(ClientAction.Acknowledge.class)
              .isNotInstanceOf(ClientAction.Leave.class);
        }
      }
    }
  }
}
