package dev.deskwire.socketio;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.deskwire.socketio.engine.RequestInfo;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a client said when it connected.
///
/// @param headers of the request that opened the connection, by lower-case name
/// @param query of that request
/// @param auth the credentials of the CONNECT packet, empty when it had none
/// @param address the peer's IP address
/// @param crossDomain whether the request named an origin
/// @param secure whether it came over TLS
/// @param url path and query as they were sent; it may carry credentials, so keep it out of logs
/// @param issued when the client asked for the namespace
public record Handshake(
    Map<String, String> headers,
    Map<String, String> query,
    ObjectNode auth,
    String address,
    boolean crossDomain,
    boolean secure,
    String url,
    Instant issued) {
  static Handshake of(RequestInfo request, @Nullable ObjectNode auth, Instant issued) {
    return new Handshake(
        request.headers(),
        request.query(),
        auth == null ? JsonNodeFactory.instance.objectNode() : auth,
        request.address(),
        request.header("origin") != null,
        request.secure(),
        request.url(),
        issued);
  }
}
