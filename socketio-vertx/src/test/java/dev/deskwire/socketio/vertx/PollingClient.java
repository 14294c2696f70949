package dev.deskwire.socketio.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/// A client on long-polling that does what a test tells it, request by request.
final class PollingClient {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String SEPARATOR = "\u001e";

  private final int port;
  private final String path;

  private PollingClient(int port, String path) {
    this.port = port;
    this.path = path;
  }

  /// A client in the main namespace that has read its CONNECT and nothing more.
  static PollingClient connect(int port) throws Exception {
    var client = open(port);
    client.post("40");
    assertThat(client.get().body()).startsWith("40{");
    return client;
  }

  /// A client that has read its handshake and asks for no namespace yet.
  static PollingClient open(int port) throws Exception {
    var opening = "/socket.io/?EIO=4&transport=polling";
    var handshake = request(port, "GET", opening, "").body();
    var sid = handshake.replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
    return new PollingClient(port, opening + "&sid=" + sid);
  }

  /// Any request, with a body where there is one.
  static HttpResponse<String> request(int port, String method, String path, String body)
      throws Exception {
    var uri = URI.create("http://localhost:" + port + path);
    var publisher =
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    var request = HttpRequest.newBuilder(uri).method(method, publisher);
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /// Waits for packets.
  HttpResponse<String> get() throws Exception {
    return request(port, "GET", path, "");
  }

  /// What came until it holds this text.
  String untilBodyContains(String text) throws Exception {
    var came = new StringBuilder();
    while (came.indexOf(text) < 0) {
      var answer = get();
      assertThat(answer.statusCode()).as("after %s", came).isEqualTo(200);
      came.append(answer.body());
    }
    return came.toString();
  }

  /// Sends packets.
  void post(String... packets) throws Exception {
    assertThat(request(port, "POST", path, String.join(SEPARATOR, packets)).body()).isEqualTo("ok");
  }
}
