package dev.deskwire.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.socketio.room.SocketDetails;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A socket of any node, as it was when it was fetched, and what can be done with it from here.
public final class RemoteSocket {
  private final Namespace namespace;
  private final SocketDetails details;

  RemoteSocket(Namespace namespace, SocketDetails details) {
    this.namespace = namespace;
    this.details = details;
  }

  /// The id of the socket, which is also the name of its own room.
  public String id() {
    return details.id();
  }

  /// The handshake as JSON: `headers`, `query`, `auth`, `address` and the rest.
  public JsonNode handshake() {
    return details.handshake();
  }

  /// The rooms it stood in when it was fetched.
  public Set<String> rooms() {
    return details.rooms();
  }

  /// What of the socket's data has a JSON form.
  public JsonNode data() {
    return details.data();
  }

  /// Sends an event to this socket; see [Broadcast#emit].
  public void emit(String event, @Nullable Object... args) {
    self().emit(event, args);
  }

  /// Makes the socket join rooms, on whatever node it is.
  public void join(String... rooms) {
    self().socketsJoin(rooms);
  }

  /// Makes the socket leave rooms, on whatever node it is.
  public void leave(String... rooms) {
    self().socketsLeave(rooms);
  }

  /// Disconnects the client.
  ///
  /// @param close whether its connection is closed as well
  public void disconnect(boolean close) {
    self().disconnectSockets(close);
  }

  private Broadcast self() {
    return namespace.in(id());
  }
}
