package dev.deskwire.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class JsonTest {
  private final Json json = new Json(new JsonMapper());

  @Test
  void aReservedNameIsNoEvent() {
    assertThatThrownBy(() -> json.event("disconnect"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"disconnect\"");
  }

  @Test
  void aBufferIsBytesAndStaysAsItWas() {
    var buffer = ByteBuffer.wrap(new byte[] {1, 2, 3}).position(1);
    assertThat(json.event("e", buffer, null))
        .containsExactly(
            TextNode.valueOf("e"), BinaryNode.valueOf(new byte[] {2, 3}), NullNode.getInstance());
    assertThat(buffer.remaining()).isEqualTo(2);
  }
}
