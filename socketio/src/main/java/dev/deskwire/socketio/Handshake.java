package dev.deskwire.socketio;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.deskwire.socketio.engine.RequestInfo;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a client said when it connected.
///
/// It is read from the request each time it is asked: thousands of sockets that keep their headers
/// as maps would weigh more than their connections do.
public final class Handshake {
  private final RequestInfo request;
  private final @Nullable ObjectNode auth;
  private final Instant issued;

  Handshake(RequestInfo request, @Nullable ObjectNode auth, Instant issued) {
    this.request = request;
    this.auth = auth;
    this.issued = issued;
  }

  /// The headers of the request that opened the connection, by lower-case name.
  public Map<String, String> headers() {
    return request.headers();
  }

  /// The query of that request.
  public Map<String, String> query() {
    return request.query();
  }

  /// The credentials of the CONNECT packet, empty when it had none.
  public ObjectNode auth() {
    return auth == null ? JsonNodeFactory.instance.objectNode() : auth;
  }

  /// The peer's IP address.
  public String address() {
    return request.address();
  }

  /// Whether the request named an origin.
  public boolean crossDomain() {
    return request.header("origin") != null;
  }

  /// Whether it came over TLS.
  public boolean secure() {
    return request.secure();
  }

  /// Path and query as they were sent; it may carry credentials, so keep it out of logs.
  public String url() {
    return request.url();
  }

  /// When the client asked for the namespace.
  public Instant issued() {
    return issued;
  }
}
