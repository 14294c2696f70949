package dev.deskwire.desk.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// An event stream as a program that reads lines has it.
public final class StreamTab {
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private volatile String lastEventId = "";
  private final HttpResponse<Stream<String>> response;
  private final CompletableFuture<Void> over;

  private StreamTab(HttpResponse<Stream<String>> response) {
    this.response = response;
    over = CompletableFuture.runAsync(this::read, task -> Thread.ofVirtual().start(task));
  }

  /// @param headers the person's, and perhaps `Last-Event-ID`
  public static StreamTab open(String query, Map<String, String> headers) {
    var request =
        HttpRequest.newBuilder(URI.create(DeskClient.base() + "/api/events/stream" + query));
    headers.forEach(request::header);
    return new StreamTab(
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .build()
            .sendAsync(request.build(), BodyHandlers.ofLines())
            .join());
  }

  private void read() {
    try (var lines = response.body()) {
      lines.forEach(this::line);
    }
  }

  private void line(String line) {
    if (line.startsWith("id: ")) {
      lastEventId = line.substring("id: ".length());
    } else if (line.startsWith("event:")) {
      throw new AssertionError("the feed names no events: " + line);
    } else if (line.startsWith("data: ")) {
      try {
        events.add(DeskClient.JSON.readTree(line.substring("data: ".length())));
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public int status() {
    return response.statusCode();
  }

  public String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /// The position that a browser would come back with.
  public String lastEventId() {
    return lastEventId;
  }

  public List<JsonNode> events() {
    return List.copyOf(events);
  }

  public JsonNode await(Predicate<JsonNode> accepts) {
    Eventually.that(() -> events.stream().anyMatch(accepts));
    return events.stream().filter(accepts).findFirst().orElseThrow();
  }

  /// Waits until the desk has ended the stream, in good order or not.
  public void awaitEnd() {
    Eventually.that(over::isDone);
  }

  public void close() {
    over.cancel(true);
    response.body().close();
  }
}
