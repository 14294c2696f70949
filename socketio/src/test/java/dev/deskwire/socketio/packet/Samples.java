package dev.deskwire.socketio.packet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Packets made up at random, the same ones in every run.
public final class Samples {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String[] TEXTS = {
    "", "a", "€", "😀", "\"\\", "\n\u001e\u0000", "_placeholder", "1-", "/,", "b"
  };
  private final RandomGenerator random;

  private Samples(long seed) {
    random = new java.util.Random(seed);
  }

  static Stream<SocketPacket> socketPackets() {
    return IntStream.range(0, 500).mapToObj(seed -> new Samples(seed).socketPacket());
  }

  static Stream<EnginePacket> enginePackets() {
    return IntStream.range(0, 300).mapToObj(seed -> new Samples(seed).enginePacket());
  }

  private EnginePacket enginePacket() {
    return switch (random.nextInt(7)) {
      case 0 -> new EnginePacket.Open(text());
      case 1 -> new EnginePacket.Close();
      case 2 -> new EnginePacket.Ping(text());
      case 3 -> new EnginePacket.Pong(text());
      case 4 -> new EnginePacket.Upgrade();
      case 5 -> new EnginePacket.Binary(ByteBuffer.wrap(bytes()));
      default -> new EnginePacket.Message(text());
    };
  }

  private SocketPacket socketPacket() {
    var namespace = random.nextBoolean() ? "/" : "/n" + random.nextInt(9);
    return switch (random.nextInt(5)) {
      case 0 ->
          new SocketPacket.Connect(
              namespace, random.nextBoolean() ? null : JSON.objectNode().set("a", tree(2, false)));
      case 1 -> new SocketPacket.Disconnect(namespace);
      case 2 -> new SocketPacket.Ack(namespace, random.nextLong(1L << 50), trees());
      case 3 -> new SocketPacket.ConnectError(namespace, JSON.objectNode().put("message", text()));
      default -> {
        var data = new ArrayList<JsonNode>();
        data.add(random.nextBoolean() ? JSON.textNode("event") : JSON.numberNode(7));
        data.addAll(trees());
        yield new SocketPacket.Event(namespace, random.nextBoolean() ? null : 12L, data);
      }
    };
  }

  private List<JsonNode> trees() {
    // At most three trees of at most three byte arrays each stay below the bound of attachments.
    return IntStream.range(0, random.nextInt(4)).mapToObj(i -> tree(2, true)).toList();
  }

  private JsonNode tree(int depth, boolean bytes) {
    return switch (random.nextInt(depth == 0 ? 5 : 7)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(random.nextBoolean());
      case 2 -> JSON.numberNode(random.nextInt());
      case 3 -> JSON.textNode(text());
      case 4 -> bytes ? BinaryNode.valueOf(bytes()) : JSON.numberNode(0.5);
      case 5 -> {
        var array = JSON.arrayNode();
        array.add(tree(depth - 1, bytes)).add(tree(0, false));
        yield array;
      }
      default -> {
        var object = JSON.objectNode();
        object.set("x" + text(), tree(depth - 1, bytes));
        object.set("y", tree(0, false));
        yield object;
      }
    };
  }

  private String text() {
    return TEXTS[random.nextInt(TEXTS.length)] + TEXTS[random.nextInt(TEXTS.length)];
  }

  private byte[] bytes() {
    var bytes = new byte[random.nextInt(5)];
    random.nextBytes(bytes);
    return bytes;
  }
}
