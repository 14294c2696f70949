package dev.deskwire.desk.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/// Talks to the desk under test as a program does. Immutable: `with…` and [#login] answer another
/// client that sends more.
public final class DeskClient {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /// For reading and writing bodies.
  public static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> headers;

  /// Asked for on the test's own thread: a thread of a pool may know another configuration.
  private final String base = base();

  private DeskClient(Map<String, String> headers) {
    this.headers = headers;
  }

  /// What the desk answered.
  ///
  /// @param body missing if there was none, or no JSON
  public record Answer(int status, JsonNode body, HttpResponse<String> raw) {

    /// A string of the body, as in `text("user", "name")`.
    public String text(String... path) {
      var node = body;
      for (var step : path) {
        node = node.path(step);
      }
      return node.asText();
    }

    public Optional<String> header(String name) {
      return raw.headers().firstValue(name);
    }

    /// The values of one member of all items of a list.
    public List<String> items(String member) {
      var values = new ArrayList<String>();
      body.path("items").forEach(item -> values.add(item.path(member).asText()));
      return values;
    }

    /// The value of a cookie that the answer sets.
    public String cookie(String name) {
      return raw.headers().allValues("Set-Cookie").stream()
          .filter(cookie -> cookie.startsWith(name + "="))
          .map(cookie -> cookie.substring(name.length() + 1, cookie.indexOf(';')))
          .findFirst()
          .orElseThrow();
    }
  }

  /// A client that nobody knows.
  public static DeskClient anonymous() {
    return new DeskClient(Map.of());
  }

  /// A client signed in as a browser is.
  public static DeskClient login(String email, String password) {
    var answer = anonymous().post("/api/auth/login", Map.of("email", email, "password", password));
    if (answer.status() != 200) {
      throw new AssertionError("login as " + email + ": " + answer.raw().body());
    }
    return anonymous().with("Cookie", "desk_session=" + answer.cookie("desk_session"));
  }

  public DeskClient with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new DeskClient(more);
  }

  /// What this client sends as `name`.
  public String header(String name) {
    return Objects.requireNonNull(headers.get(name));
  }

  public DeskClient withToken(String token) {
    return with("Authorization", "Bearer " + token);
  }

  public Answer get(String path) {
    return send("GET", path, null);
  }

  public Answer post(String path, Object body) {
    return send("POST", path, body);
  }

  public Answer post(String path) {
    return send("POST", path, null);
  }

  public Answer patch(String path, Object body) {
    return send("PATCH", path, body);
  }

  public Answer put(String path) {
    return send("PUT", path, null);
  }

  public Answer put(String path, Object body) {
    return send("PUT", path, body);
  }

  public Answer delete(String path) {
    return send("DELETE", path, null);
  }

  /// Sends one request.
  ///
  /// @param body is sent as JSON; a string is sent as it stands
  public Answer send(String method, String path, @Nullable Object body) {
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json(body)));
    if (body != null && !headers.containsKey("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::header);
    try {
      var response = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), parsed(response), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Where the desk under test listens, without a slash at the end.
  public static String base() {
    var url = ConfigProvider.getConfig().getValue("test.url", String.class);
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private static JsonNode parsed(HttpResponse<String> response) {
    boolean json =
        response
            .headers()
            .firstValue("Content-Type")
            .filter(type -> type.contains("json"))
            .isPresent();
    try {
      return json ? JSON.readTree(response.body()) : MissingNode.getInstance();
    } catch (JsonProcessingException e) {
      throw new AssertionError(response.body(), e);
    }
  }

  private static String json(Object body) {
    try {
      return body instanceof String text ? text : JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
