package dev.deskwire.bench.check;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.deskwire.bench.Child;
import dev.deskwire.bench.Rival;
import dev.deskwire.bench.report.Results;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;

/// 1,000 messages over long-polling arrive all, and in order.
public final class PollingCheck {
  private static final int MESSAGES = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String SEPARATOR = "\u001e";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Child server;
  private final String url;
  private int polls;

  private PollingCheck(Child server) {
    this.server = server;
    this.url =
        "http://127.0.0.1:%d/socket.io/?EIO=4&transport=polling"
            .formatted(server.hear("listening"));
  }

  public static Results.Check run(int loops) throws IOException {
    try (var server = Rival.DESKWIRE.start(loops, List.of())) {
      return new PollingCheck(server).run();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(stopped);
    }
  }

  private Results.Check run() throws IOException, InterruptedException {
    var opening = send(HttpRequest.newBuilder(URI.create(url)));
    var sid = new JsonMapper().readTree(opening.substring(1)).path("sid").asText();
    var session = HttpRequest.newBuilder(URI.create(url + "&sid=" + sid));
    send(session.copy().POST(HttpRequest.BodyPublishers.ofString("40")));
    send(session);
    long start = System.nanoTime();
    var received = new ArrayList<Integer>();
    server.ask("count " + MESSAGES, "counted");
    while (received.size() < MESSAGES) {
      polls++;
      for (var packet : send(session).split(SEPARATOR, -1)) {
        if (packet.startsWith("42[\"number\",")) {
          received.add(Integer.valueOf(packet.replaceAll("42\\[\"number\",|]", "")));
        }
      }
    }
    var numbers = new LinkedHashMap<String, Object>();
    numbers.put("messages", received.size());
    numbers.put("polls", polls);
    numbers.put("ms", (System.nanoTime() - start) / 1_000_000);
    boolean inOrder = received.equals(IntStream.range(0, MESSAGES).boxed().toList());
    return new Results.Check("1,000 messages over polling arrive all, in order", inOrder, numbers);
  }

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    var response =
        http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IllegalStateException("the server answered " + response.statusCode());
    }
    return response.body();
  }
}
