package dev.deskwire.desk.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A native WebSocket as a program without a library has it, with everything it has received.
public final class NativeTab implements WebSocket.Listener {
  /// How the desk ended the connection.
  public record Closed(int code, String reason) {}

  private final List<JsonNode> received = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable Closed> closed = new AtomicReference<>();
  private final StringBuilder partial = new StringBuilder();
  private final WebSocket socket;

  private NativeTab(String path, Map<String, String> headers) {
    var builder = HttpClient.newHttpClient().newWebSocketBuilder();
    headers.forEach(builder::header);
    var base = DeskClient.base().replaceFirst("^http", "ws");
    socket = builder.buildAsync(URI.create(base + path), this).join();
  }

  public static NativeTab open(String path) {
    return new NativeTab(path, Map.of());
  }

  public static NativeTab open(String path, Map<String, String> headers) {
    return new NativeTab(path, headers);
  }

  public void send(String text) {
    socket.sendText(text, true).join();
  }

  /// Sends and waits for the answer of `type`, the first since.
  public JsonNode ask(String text, String type) {
    int mark = received.size();
    send(text);
    return await(message -> message.path("type").asText().equals(type), mark);
  }

  public JsonNode await(Predicate<JsonNode> accepts) {
    return await(accepts, 0);
  }

  private JsonNode await(Predicate<JsonNode> accepts, int from) {
    Eventually.that(() -> received.stream().skip(from).anyMatch(accepts));
    return received.stream().skip(from).filter(accepts).findFirst().orElseThrow();
  }

  public List<JsonNode> received() {
    return List.copyOf(received);
  }

  /// The values of one member of all messages that have it.
  public List<String> values(String member) {
    return received.stream()
        .filter(message -> message.has(member))
        .map(message -> message.path(member).asText())
        .toList();
  }

  public boolean isOpen() {
    return closed.get() == null;
  }

  public Closed awaitClose() {
    Eventually.that(() -> closed.get() != null);
    return java.util.Objects.requireNonNull(closed.get());
  }

  public void close() {
    socket.abort();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      try {
        received.add(DeskClient.JSON.readTree(partial.toString()));
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
      partial.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
    closed.set(new Closed(statusCode, reason));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.compareAndSet(null, new Closed(1006, String.valueOf(error)));
  }
}
