package dev.deskwire.desk.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A Socket.IO client for tests that must hold the desk at some point while it is connected: as
/// little as does that. What clients see is shown with the official client, in `e2e/`.
public final class SocketTab implements WebSocket.Listener {
  /// An event as it came: its name, its payload, and the offset behind it, if any.
  public record Received(String name, JsonNode payload, JsonNode offset) {}

  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Map<Integer, JsonNode> acknowledged = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicReference<@Nullable JsonNode> connected = new AtomicReference<>();
  private final AtomicReference<@Nullable Integer> closed = new AtomicReference<>();
  private final StringBuilder partial = new StringBuilder();
  private final String auth;
  private final WebSocket socket;

  private SocketTab(Map<String, Object> auth) {
    this.auth = DeskClient.JSON.valueToTree(auth).toString();
    var base = DeskClient.base().replaceFirst("^http", "ws");
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(base + "/socket.io/?EIO=4&transport=websocket"), this)
            .join();
  }

  /// Asks to be let in with these credentials; does not wait for the answer.
  ///
  /// @param auth such as `{token}`
  public static SocketTab open(Map<String, Object> auth) {
    return new SocketTab(auth);
  }

  /// What came of CONNECT: `{sid, pid}`.
  public JsonNode awaitConnected() {
    Eventually.that(() -> connected.get() != null);
    return Objects.requireNonNull(connected.get());
  }

  /// Waits for an event.
  public Received await(String name, Predicate<JsonNode> accepts) {
    Eventually.that(() -> find(name, accepts) != null);
    return Objects.requireNonNull(find(name, accepts));
  }

  public Received await(String name) {
    return await(name, _ -> true);
  }

  private @Nullable Received find(String name, Predicate<JsonNode> accepts) {
    return received.stream()
        .filter(event -> event.name().equals(name) && accepts.test(event.payload()))
        .findFirst()
        .orElse(null);
  }

  public List<Received> received() {
    return List.copyOf(received);
  }

  /// Sends an event; the answer is [#answer] of what is returned.
  public int send(String event, Map<String, Object> payload) {
    int id = asked.incrementAndGet();
    write("42" + id + DeskClient.JSON.valueToTree(List.of(event, payload)));
    return id;
  }

  /// Sends an event and waits for its acknowledgement.
  public JsonNode ask(String event, Map<String, Object> payload) {
    int id = send(event, payload);
    Eventually.that(() -> acknowledged.containsKey(id));
    return Objects.requireNonNull(acknowledged.get(id));
  }

  private void write(String text) {
    socket.sendText(text, true).join();
  }

  /// The code with which the desk has closed the connection.
  public int awaitClose() {
    Eventually.that(() -> closed.get() != null);
    return Objects.requireNonNull(closed.get());
  }

  public boolean isOpen() {
    return closed.get() == null;
  }

  /// The connection breaks.
  public void cut() {
    socket.abort();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    CompletionStage<?> sent = null;
    if (last) {
      var frame = partial.toString();
      partial.setLength(0);
      var answer = answer(frame);
      sent = answer == null ? null : from.sendText(answer, true);
    }
    from.request(1);
    return sent;
  }

  /// Takes a frame; the types are those of Engine.IO 4 and Socket.IO 5.
  ///
  /// @return what it is answered with at once
  private @Nullable String answer(String frame) {
    if (frame.startsWith("0")) {
      return "40" + auth;
    }
    if (frame.equals("2")) {
      return "3";
    }
    if (frame.startsWith("40")) {
      connected.set(json(frame.substring(2)));
    } else if (frame.startsWith("42")) {
      var event = json(frame.substring(2));
      received.add(new Received(event.path(0).asText(), event.path(1), event.path(2)));
    } else if (frame.startsWith("43")) {
      int begin = frame.indexOf('[');
      acknowledged.put(
          Integer.parseInt(frame.substring(2, begin)), json(frame.substring(begin)).path(0));
    }
    return null;
  }

  private static JsonNode json(String text) {
    try {
      return DeskClient.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
    closed.set(statusCode);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.compareAndSet(null, 1006);
  }
}
