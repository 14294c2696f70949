package dev.deskwire.socketio.engine;

import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What a request says about itself, before and apart from its body. Immutable.
///
/// One is kept as long as the connection it opened. Its texts therefore lie in one array, a quarter
/// of what they would weigh as strings in maps, and what is asked for is read from there each time.
public final class RequestInfo {
  /// Each kind of client sends headers of the same names, in the same order.
  private static final Map<List<String>, List<String>> NAMES = new ConcurrentHashMap<>();

  /// So that nobody can fill the memory with names of their own. When there are more, sharing
  /// begins anew, so that nobody can end it either.
  private static final int MAX_NAMES = 256;

  private static final int SEVEN_BITS = 0x7f;
  private static final int MORE = 0x80;

  private final String method;
  private final boolean secure;

  /// The headers' names, one array for all requests with the same ones.
  private final List<String> names;

  /// The URL, the address, and the headers' values in the order of their names: each in UTF-8 and
  /// behind its length, seven bits a byte.
  private final byte[] texts;

  /// Read once, as a request on its way is asked for it many times; null in what a session keeps.
  private final @Nullable Map<String, String> query;

  /// A request as a shell has read it.
  ///
  /// @param url path and query as they were sent
  /// @param headers by lower-case name; repeated ones are joined by a comma
  /// @param address the peer's IP address, as the shell knows it
  /// @param secure whether the request came over TLS
  public RequestInfo(
      String method, String url, Map<String, String> headers, String address, boolean secure) {
    this.method = method;
    this.secure = secure;
    this.names = shared(List.copyOf(headers.keySet()));
    var written = new ByteArrayOutputStream();
    write(url, written);
    write(address, written);
    for (var name : names) {
      write(headers.getOrDefault(name, ""), written);
    }
    this.texts = written.toByteArray();
    this.query = parseQueryOf(url);
  }

  private RequestInfo(RequestInfo of) {
    this.method = of.method;
    this.secure = of.secure;
    this.names = of.names;
    this.texts = of.texts;
    this.query = null;
  }

  /// The same request, as small as it can be kept.
  RequestInfo toKeep() {
    return new RequestInfo(this);
  }

  /// The method, in capitals.
  public String method() {
    return method;
  }

  /// Path and query as they were sent; it may carry credentials, so keep it out of logs.
  public String url() {
    return text(0);
  }

  /// The query's parameters; of repeated ones the last.
  public Map<String, String> query() {
    return query == null ? parseQueryOf(url()) : query;
  }

  private static Map<String, String> parseQueryOf(String url) {
    int question = url.indexOf('?');
    return question < 0 ? Map.of() : parseQuery(url.substring(question + 1));
  }

  /// The headers by lower-case name; repeated ones are joined by a comma.
  public Map<String, String> headers() {
    var headers = new LinkedHashMap<String, String>();
    for (int i = 0; i < names.size(); i++) {
      headers.put(names.get(i), text(i + 2));
    }
    return Collections.unmodifiableMap(headers);
  }

  /// Looks a header up by its lower-case name.
  public @Nullable String header(String lowerCaseName) {
    int index = names.indexOf(lowerCaseName);
    return index < 0 ? null : text(index + 2);
  }

  /// The peer's IP address, as the shell knows it.
  public String address() {
    return text(1);
  }

  /// Whether the request came over TLS.
  public boolean secure() {
    return secure;
  }

  private static List<String> shared(List<String> names) {
    var known = NAMES.get(names);
    if (known != null) {
      return known;
    }
    if (NAMES.size() >= MAX_NAMES) {
      NAMES.clear();
    }
    NAMES.put(names, names);
    return names;
  }

  private static void write(String text, ByteArrayOutputStream to) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = bytes.length;
    while (length > SEVEN_BITS) {
      to.write((length & SEVEN_BITS) | MORE);
      length >>>= 7;
    }
    to.write(length);
    to.writeBytes(bytes);
  }

  private String text(int index) {
    int at = 0;
    int left = index;
    while (true) {
      int length = 0;
      int shift = 0;
      while ((texts[at] & MORE) != 0) {
        length |= (texts[at++] & SEVEN_BITS) << shift;
        shift += 7;
      }
      length |= texts[at++] << shift;
      if (left == 0) {
        return new String(texts, at, length, StandardCharsets.UTF_8);
      }
      at += length;
      left--;
    }
  }

  /// Reads a query string the way a browser's `URLSearchParams` does: a plus is a space, and what
  /// cannot be decoded stays as it is.
  private static Map<String, String> parseQuery(String query) {
    var parameters = new LinkedHashMap<String, String>();
    for (var pair : query.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      var name = equals < 0 ? pair : pair.substring(0, equals);
      var value = equals < 0 ? "" : pair.substring(equals + 1);
      parameters.put(decode(name), decode(value));
    }
    return Collections.unmodifiableMap(parameters);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return text;
    }
  }
}
