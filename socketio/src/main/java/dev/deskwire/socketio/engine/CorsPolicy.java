package dev.deskwire.socketio.engine;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which pages of other origins may talk to this server, and what browsers are told about it.
///
/// CORS is a browser's promise and stops long-polling only: a page of any origin may open a
/// WebSocket. To keep foreign pages out, check the `Origin` header in a [RequestGate].
public final class CorsPolicy {
  private static final String METHODS = "GET,HEAD,PUT,PATCH,POST,DELETE";

  private final @Nullable Predicate<String> origins;
  private final boolean credentials;

  private CorsPolicy(@Nullable Predicate<String> origins, boolean credentials) {
    this.origins = origins;
    this.credentials = credentials;
  }

  /// Every origin, answered by `*`. Browsers then send no cookies.
  public static CorsPolicy anyOrigin() {
    return new CorsPolicy(null, false);
  }

  /// These origins, such as `https://desk.example`.
  public static CorsPolicy origins(Collection<String> origins) {
    return matching(Set.copyOf(origins)::contains);
  }

  /// The origins the predicate accepts.
  public static CorsPolicy matching(Predicate<String> origins) {
    return new CorsPolicy(origins, false);
  }

  /// The same policy, with cookies and credentials allowed.
  public CorsPolicy withCredentials() {
    return new CorsPolicy(origins, true);
  }

  /// Whether the request asks for permission only; it is answered with 204 and [#headers].
  boolean isPreflight(RequestInfo request) {
    return request.method().equals("OPTIONS");
  }

  /// The headers of any answer to this request.
  Map<String, String> headers(RequestInfo request) {
    var headers = new LinkedHashMap<String, String>();
    var vary = new java.util.ArrayList<String>(2);
    if (origins == null) {
      headers.put("Access-Control-Allow-Origin", "*");
    } else {
      var origin = request.header("origin");
      if (origin != null && origins.test(origin)) {
        headers.put("Access-Control-Allow-Origin", origin);
      }
      vary.add("Origin");
    }
    if (credentials) {
      headers.put("Access-Control-Allow-Credentials", "true");
    }
    if (isPreflight(request)) {
      headers.put("Access-Control-Allow-Methods", METHODS);
      var asked = request.header("access-control-request-headers");
      if (asked != null) {
        headers.put("Access-Control-Allow-Headers", asked);
      }
      vary.add("Access-Control-Request-Headers");
    }
    if (!vary.isEmpty()) {
      headers.put("Vary", String.join(", ", List.copyOf(vary)));
    }
    return headers;
  }
}
