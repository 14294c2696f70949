package dev.deskwire.socketio.engine;

import java.time.Duration;
import java.util.ArrayList;
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
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "PUT", "PATCH", "POST", "DELETE");

  /// What a page of another origin may do; the lists as `Access-Control-` headers have them.
  private record Permissions(
      boolean credentials,
      List<String> methods,
      @Nullable List<String> requestHeaders,
      List<String> responseHeaders,
      @Nullable Duration maxAge) {}

  private final @Nullable Predicate<String> origins;
  private final Permissions permissions;

  private CorsPolicy(@Nullable Predicate<String> origins, Permissions permissions) {
    this.origins = origins;
    this.permissions = permissions;
  }

  private CorsPolicy(@Nullable Predicate<String> origins) {
    this(origins, new Permissions(false, METHODS, null, List.of(), null));
  }

  /// Every origin, answered by `*`. Browsers then send no cookies.
  public static CorsPolicy anyOrigin() {
    return new CorsPolicy(null);
  }

  /// These origins, such as `https://desk.example`.
  public static CorsPolicy origins(Collection<String> origins) {
    return matching(Set.copyOf(origins)::contains);
  }

  /// The origins the predicate accepts.
  public static CorsPolicy matching(Predicate<String> origins) {
    return new CorsPolicy(origins);
  }

  /// The same policy, with cookies and credentials allowed.
  public CorsPolicy withCredentials() {
    var p = permissions;
    return with(new Permissions(true, p.methods, p.requestHeaders, p.responseHeaders, p.maxAge));
  }

  /// The same policy for these methods; otherwise for those the reference names.
  public CorsPolicy methods(String... values) {
    var p = permissions;
    return with(
        new Permissions(
            p.credentials, List.of(values), p.requestHeaders, p.responseHeaders, p.maxAge));
  }

  /// The same policy for these headers of requests; otherwise for whatever a page asks.
  public CorsPolicy allowedHeaders(String... names) {
    var p = permissions;
    return with(
        new Permissions(p.credentials, p.methods, List.of(names), p.responseHeaders, p.maxAge));
  }

  /// The same policy, with these headers of answers shown to pages.
  public CorsPolicy exposedHeaders(String... names) {
    var p = permissions;
    return with(
        new Permissions(p.credentials, p.methods, p.requestHeaders, List.of(names), p.maxAge));
  }

  /// The same policy, with preflights that browsers need not repeat for so long.
  public CorsPolicy maxAge(Duration value) {
    var p = permissions;
    return with(
        new Permissions(p.credentials, p.methods, p.requestHeaders, p.responseHeaders, value));
  }

  private CorsPolicy with(Permissions changed) {
    return new CorsPolicy(origins, changed);
  }

  /// Whether the request asks for permission only; it is answered with 204 and [#headers].
  boolean isPreflight(RequestInfo request) {
    return request.method().equals("OPTIONS");
  }

  /// The headers of any answer to this request.
  Map<String, String> headers(RequestInfo request) {
    var headers = new LinkedHashMap<String, String>();
    var vary = new ArrayList<String>(2);
    if (origins == null) {
      headers.put("Access-Control-Allow-Origin", "*");
    } else {
      var origin = request.header("origin");
      if (origin != null && origins.test(origin)) {
        headers.put("Access-Control-Allow-Origin", origin);
      }
      vary.add("Origin");
    }
    if (permissions.credentials) {
      headers.put("Access-Control-Allow-Credentials", "true");
    }
    if (!permissions.responseHeaders.isEmpty()) {
      headers.put("Access-Control-Expose-Headers", String.join(",", permissions.responseHeaders));
    }
    if (isPreflight(request)) {
      addPreflight(headers, vary, request);
    }
    if (!vary.isEmpty()) {
      headers.put("Vary", String.join(", ", List.copyOf(vary)));
    }
    return headers;
  }

  private void addPreflight(Map<String, String> headers, List<String> vary, RequestInfo request) {
    headers.put("Access-Control-Allow-Methods", String.join(",", permissions.methods));
    var allowed = permissions.requestHeaders;
    var asked = request.header("access-control-request-headers");
    if (allowed != null) {
      headers.put("Access-Control-Allow-Headers", String.join(",", allowed));
    } else {
      vary.add("Access-Control-Request-Headers");
      if (asked != null) {
        headers.put("Access-Control-Allow-Headers", asked);
      }
    }
    if (permissions.maxAge != null) {
      headers.put("Access-Control-Max-Age", String.valueOf(permissions.maxAge.toSeconds()));
    }
  }
}
