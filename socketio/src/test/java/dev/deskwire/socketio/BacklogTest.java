package dev.deskwire.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.deskwire.socketio.engine.Outbound;
import dev.deskwire.socketio.packet.EncodedPacket;
import dev.deskwire.socketio.packet.EnginePacket;
import dev.deskwire.socketio.packet.SocketPacket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private final Backlog backlog = new Backlog(1_000);
  private final List<String> sent = new ArrayList<>();

  @Test
  void missedEventsGoBeforeLiveOnesAndNoneTwice() {
    hold("b", "offset-b", false);
    hold("c", "offset-c", false);
    backlog.missed(List.of(missed("a", "offset-a"), missed("b", "offset-b")));
    assertThat(backlog.release(this::send)).isTrue();
    assertThat(sent).containsExactly("a", "b", "c");
  }

  @Test
  void onlyTheLastArgumentOfAnEventThatWantsNoAnswerIsAnOffset() {
    var data = List.<JsonNode>of(TextNode.valueOf("asks"), TextNode.valueOf("offset-a"));
    backlog.hold(new SocketPacket.Event("/", 1L, data), outbound("asks", false));
    backlog.hold(new SocketPacket.Event("/", null, List.of()), outbound("bare", false));
    backlog.missed(List.of(missed("a", "offset-a")));
    assertThat(backlog.release(this::send)).isTrue();
    assertThat(sent).containsExactly("a", "asks", "bare");
  }

  @Test
  void anEventThatMayBeDroppedDoesNotWait() {
    assertThat(hold("gust", "1", true)).isTrue();
    assertThat(backlog.release(this::send)).isTrue();
    assertThat(sent).isEmpty();
  }

  @Test
  void nothingWaitsAfterTheRelease() {
    assertThat(backlog.release(this::send)).isTrue();
    assertThat(hold("late", "1", false)).isFalse();
  }

  @Test
  void nothingOfWhatWasSentIsKept() {
    hold("b", "offset-b", false);
    backlog.missed(List.of(missed("a", "offset-a")));
    assertThat(backlog.release(this::send)).isTrue();
    sent.clear();
    assertThat(backlog.release(this::send)).isTrue();
    assertThat(sent).isEmpty();
  }

  @Test
  void moreThanAConnectionMayQueueIsNotSent() {
    hold("x".repeat(1_001), "1", false);
    assertThat(backlog.release(this::send)).isFalse();
    assertThat(sent).isEmpty();
  }

  private boolean hold(String text, String offset, boolean droppable) {
    List<JsonNode> data = List.of(TextNode.valueOf(text), TextNode.valueOf(offset));
    return backlog.hold(new SocketPacket.Event("/", null, data), outbound(text, droppable));
  }

  private static Backlog.Missed missed(String text, String offset) {
    return new Backlog.Missed(offset, outbound(text, false));
  }

  private static Outbound outbound(String text, boolean droppable) {
    return Outbound.of(List.of(new EncodedPacket(new EnginePacket.Message(text))), droppable);
  }

  private void send(Outbound outbound) {
    for (var packet : outbound.packets()) {
      if (packet.packet() instanceof EnginePacket.Message(var text)) {
        sent.add(text);
      }
    }
  }
}
