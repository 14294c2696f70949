package dev.deskwire.socketio.engine;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a request says about itself, before and apart from its body.
///
/// @param url path and query as they were sent; it may carry credentials, so keep it out of logs
/// @param query the query's parameters; of repeated ones the last
/// @param headers by lower-case name; repeated ones are joined by a comma
/// @param address the peer's IP address, as the shell knows it
/// @param secure whether the request came over TLS
public record RequestInfo(
    String method,
    String url,
    Map<String, String> query,
    Map<String, String> headers,
    String address,
    boolean secure) {
  public RequestInfo {
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  /// Looks a header up by its lower-case name.
  public @Nullable String header(String lowerCaseName) {
    return headers.get(lowerCaseName);
  }

  /// Reads a query string the way a browser's `URLSearchParams` does: a plus is a space, and what
  /// cannot be decoded stays as it is.
  public static Map<String, String> parseQuery(@Nullable String query) {
    var parameters = new LinkedHashMap<String, String>();
    if (query == null) {
      return parameters;
    }
    for (var pair : query.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      var name = equals < 0 ? pair : pair.substring(0, equals);
      var value = equals < 0 ? "" : pair.substring(equals + 1);
      parameters.put(decode(name), decode(value));
    }
    return parameters;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return text;
    }
  }
}
