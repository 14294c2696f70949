package dev.deskwire.socketio.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.deskwire.socketio.msgpack.MsgPackJson;
import dev.deskwire.socketio.redis.ClusterMessage.Envelope;
import dev.deskwire.socketio.room.Audience;
import dev.deskwire.socketio.room.Emission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The bytes that the reference and its emitter put on Redis, recorded.
class GoldenTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final StreamsFormat STREAMS = new StreamsFormat(false);
  private static final String UID = "abcdef";
  private static final Emission PLAIN = Emission.DEFAULT;
  private static final Audience ALL = Audience.EVERYBODY;

  private static final JsonNode ADAPTER = resource("redis-adapter.json");
  private static final JsonNode LIVE = resource("redis-live.json");

  // The classic adapter, what it publishes

  static Stream<Arguments> broadcasts() {
    var deep = JSON.createObjectNode().set("b", JSON.createArrayNode().add(true).add(1.5));
    var hello = data("hello", TextNode.valueOf("world"), IntNode.valueOf(1), NullNode.instance);
    return Stream.of(
        arguments("io.emit('hello','world',1,null)", "/", hello, ALL, PLAIN),
        arguments(
            "io.to('room1').emit('a',{b:[true,1.5]})", "/", data("a", deep), to("room1"), PLAIN),
        arguments(
            "io.to(['r1','r2']).except('r3').emit('x')",
            "/",
            data("x"),
            to("r1", "r2").except(List.of("r3")),
            PLAIN),
        arguments(
            "io.volatile.compress(false).emit('v')",
            "/",
            data("v"),
            ALL,
            PLAIN.asDroppable().withCompression(false)),
        arguments("io.emit('bin',Buffer[1,2,3])", "/", data("bin", bytes(1, 2, 3)), ALL, PLAIN),
        arguments("io.of('/chat').to('room1').emit('a')", "/chat", data("a"), to("room1"), PLAIN));
  }

  @ParameterizedTest
  @MethodSource("broadcasts")
  void aBroadcastHasTheReferencesBytes(
      String op, String namespace, List<JsonNode> data, Audience audience, Emission emission) {
    var message = new ClusterMessage.Broadcast(data, audience, emission);
    var golden = hex(published("adapter", op));
    assertThat(PubSubFormat.broadcast(UID, namespace, message)).isEqualTo(golden);
    assertThat(PubSubFormat.readBroadcast(golden)).isEqualTo(new Envelope(UID, namespace, message));
  }

  static Stream<Arguments> requests() {
    var room = to("r1");
    return Stream.of(
        arguments(
            "io.timeout(1000).emit('q',1,cb) broadcast+ack",
            new ClusterMessage.Question(
                "POdMiA", data("q", IntNode.valueOf(1)), ALL, PLAIN, Duration.ofSeconds(1))),
        arguments("io.in('r1').socketsJoin(['r9'])", new ClusterMessage.Join(room, List.of("r9"))),
        arguments("io.in('r1').socketsLeave('r9')", new ClusterMessage.Leave(room, List.of("r9"))),
        arguments("io.in('r1').disconnectSockets(true)", new ClusterMessage.Disconnect(room, true)),
        arguments(
            "io.serverSideEmit('ping',1)",
            new ClusterMessage.ServerEvent(data("ping", IntNode.valueOf(1)), null)));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void aRequestHasTheReferencesBytes(String op, ClusterMessage message) {
    var golden = hex(published("adapter", op));
    assertThat(PubSubFormat.request(UID, "/", message)).isEqualTo(golden);
    assertThat(PubSubFormat.readRequest(golden, "/")).isEqualTo(new Envelope(UID, "/", message));
  }

  @Test
  void whatTheEmitterSaysIsUnderstood() {
    assertThat(PubSubFormat.readBroadcast(hex(published("emitter", "emitter.emit('hello',1)"))))
        .isEqualTo(
            new Envelope(
                "emitter",
                "/",
                new ClusterMessage.Broadcast(data("hello", IntNode.valueOf(1)), ALL, PLAIN)));
    var toRoom = published("emitter", "emitter.of('/chat').to('r').emit('hello',Buffer)");
    assertThat(PubSubFormat.readBroadcast(hex(toRoom)))
        .isEqualTo(
            new Envelope(
                "emitter",
                "/chat",
                new ClusterMessage.Broadcast(data("hello", bytes(255)), to("r"), PLAIN)));
    assertThat(request("emitter.in('r').socketsJoin('q')"))
        .isEqualTo(new Envelope("", "/", new ClusterMessage.Join(to("r"), List.of("q"))));
    assertThat(request("emitter.in('r').disconnectSockets(true)"))
        .isEqualTo(new Envelope("", "/", new ClusterMessage.Disconnect(to("r"), true)));
    assertThat(request("emitter.serverSideEmit('z',1)").message())
        .isEqualTo(new ClusterMessage.ServerEvent(data("z", IntNode.valueOf(1)), null));
  }

  private static Envelope request(String op) {
    return PubSubFormat.readRequest(hex(published("emitter", op)), "/");
  }

  // The classic adapter, between two running nodes

  @Test
  void everyRequestBetweenNodesIsReadAndWrittenAlike() {
    var requests = live("redis-adapter", "socket.io-request#/#");
    assertThat(requests).hasSizeGreaterThan(6);
    for (var golden : requests) {
      var read = PubSubFormat.readRequest(golden, "/");
      if (!(read.message() instanceof ClusterMessage.FetchRooms)) {
        assertThat(PubSubFormat.request(read.uid(), "/", read.message())).isEqualTo(golden);
      }
    }
  }

  @Test
  void everyResponseBetweenNodesIsReadAndWrittenAlike() {
    var responses = live("redis-adapter", "socket.io-response#/#");
    assertThat(responses).hasSize(5);
    for (var golden : responses) {
      assertThat(PubSubFormat.response(PubSubFormat.readResponse(golden))).isEqualTo(golden);
    }
  }

  // The adapter of the streams

  @Test
  void everyEntryOfTheStreamIsReadAndWrittenAlike() {
    var entries = entries();
    assertThat(entries).hasSize(4);
    for (var golden : entries) {
      var written = STREAMS.entry(StreamsFormat.readEntry(golden));
      assertThat(List.copyOf(written.entrySet())).isEqualTo(List.copyOf(golden.entrySet()));
    }
  }

  @Test
  void theEntriesOfTheStreamSayWhatWasDone() {
    assertThat(entries().stream().map(entry -> StreamsFormat.readEntry(entry).message()))
        .containsExactly(
            new ClusterMessage.Broadcast(data("hello", IntNode.valueOf(1)), ALL, PLAIN),
            new ClusterMessage.Broadcast(data("bin", bytes(1, 2)), to("r1"), PLAIN),
            new ClusterMessage.Join(to("r1"), List.of("r2")),
            new ClusterMessage.Leave(to("r1"), List.of("r2")));
  }

  @Test
  void everyQuestionAndAnswerByPubSubIsReadAndWrittenAlike() {
    var payloads = live("redis-streams-adapter", "socket.io#/#");
    assertThat(payloads).hasSize(8);
    for (var golden : payloads) {
      assertThat(StreamsFormat.payload(StreamsFormat.readPayload(golden))).isEqualTo(golden);
    }
  }

  @Test
  void aSessionHasTheReferencesFormAndComesBack() {
    var golden = entry("redis-streams-adapter: abrupt close -> session persisted").path("value");
    var packed = MsgPackJson.write(golden);
    var session = SessionFormat.read(Base64.getEncoder().encode(packed), Instant.EPOCH);
    assertThat(session.sid()).isEqualTo("eo68GKwMXaXFr_vpAAAB");
    assertThat(session.rooms()).isEqualTo(Set.of("eo68GKwMXaXFr_vpAAAB", "r1"));
    assertThat(session.data()).isEqualTo(Map.of("user", "u1"));
    assertThat(Base64.getDecoder().decode(SessionFormat.write(session))).isEqualTo(packed);
  }

  // Reading the recordings

  private static List<JsonNode> data(String name, JsonNode... args) {
    var data = new ArrayList<JsonNode>();
    data.add(TextNode.valueOf(name));
    data.addAll(List.of(args));
    return data;
  }

  private static Audience to(String... rooms) {
    return ALL.to(List.of(rooms));
  }

  private static BinaryNode bytes(int... values) {
    var bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return BinaryNode.valueOf(bytes);
  }

  private static JsonNode published(String source, String op) {
    return stream(ADAPTER.path("published"))
        .filter(entry -> entry.path("src").asText().equals(source))
        .filter(entry -> entry.path("op").asText().equals(op))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode entry(String op) {
    return stream(LIVE)
        .filter(entry -> entry.path("op").asText().equals(op))
        .findFirst()
        .orElseThrow();
  }

  /// What one adapter published on the channels that begin like this.
  private static List<byte[]> live(String adapter, String channel) {
    return stream(LIVE)
        .filter(entry -> entry.path("op").asText().startsWith(adapter + ":"))
        .filter(entry -> entry.path("channel").asText().startsWith(channel))
        .map(GoldenTest::hex)
        .toList();
  }

  private static List<Map<String, String>> entries() {
    return stream(LIVE).filter(entry -> entry.has("fields")).map(GoldenTest::fields).toList();
  }

  private static Map<String, String> fields(JsonNode entry) {
    var fields = new LinkedHashMap<String, String>();
    var flat = entry.path("fields");
    for (int i = 0; i < flat.size(); i += 2) {
      fields.put(flat.get(i).asText(), flat.get(i + 1).asText());
    }
    return fields;
  }

  private static byte[] hex(JsonNode entry) {
    if (entry.has("hex")) {
      return HexFormat.of().parseHex(entry.path("hex").asText());
    }
    return entry.has("json")
        ? entry.path("json").asText().getBytes(StandardCharsets.UTF_8)
        : entry.path("value").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static JsonNode resource(String name) {
    try (var file = GoldenTest.class.getResourceAsStream("/golden/" + name)) {
      return JSON.readTree(file);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
