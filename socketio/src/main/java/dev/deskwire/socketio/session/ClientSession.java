package dev.deskwire.socketio.session;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.deskwire.socketio.packet.PacketDecoder;
import dev.deskwire.socketio.packet.ProtocolException;
import dev.deskwire.socketio.packet.SocketPacket;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The namespaces of one client: everything that affects which of them it may talk to.
///
/// # Theory of operation
///
/// Each namespace is unknown, *asked for* or *joined*. CONNECT makes an unknown one asked for; the
/// namespace's middlewares then decide, outside, and the answer makes it joined or unknown again.
/// Only a joined namespace hears events: an event, an acknowledgement or a DISCONNECT for any
/// other, and a CONNECT for any but an unknown one, closes the connection.
///
/// A second CONNECT that arrives while the first is being decided is ignored: official clients send
/// it when an application connects, disconnects and connects again in one breath. The reference
/// would make a second socket of it, and deliver every broadcast twice.
///
/// A client that joins nothing until the deadline is closed; one that has joined anything once may
/// stay.
///
/// Not thread-safe; the caller feeds one input at a time and carries out the actions in order.
public final class ClientSession {
  private enum Membership {
    ASKED_FOR,
    JOINED
  }

  private final PacketDecoder decoder;

  /// An immutable map of one, as for most clients, or a growing one of our own.
  private Map<String, Membership> namespaces = Map.of();

  private @Nullable Instant joinBy;
  private boolean over;

  /// @param joinBy when the client must have joined its first namespace
  public ClientSession(PacketDecoder decoder, Instant joinBy) {
    this.decoder = decoder;
    this.joinBy = joinBy;
  }

  /// A text message arrived.
  public List<ClientAction> text(String message) {
    return decode(() -> decoder.text(message));
  }

  /// A binary message arrived.
  public List<ClientAction> binary(ByteBuffer message) {
    return decode(() -> decoder.binary(message));
  }

  /// The namespace took the client in.
  ///
  /// @return whether that still matters; if not, the client is gone already
  public boolean admitted(String namespace) {
    if (over || namespaces.get(namespace) != Membership.ASKED_FOR) {
      return false;
    }
    become(namespace, Membership.JOINED);
    joinBy = null;
    return true;
  }

  /// The namespace refused the client, or the application disconnected its socket.
  public void left(String namespace) {
    forget(namespace);
  }

  /// The connection has ended; nothing happens any more.
  public void closed() {
    over = true;
    joinBy = null;
    namespaces = Map.of();
  }

  /// Time has passed.
  public List<ClientAction> tick(Instant now) {
    return joinBy != null && !now.isBefore(joinBy)
        ? close(CloseReason.FORCED_SERVER_CLOSE)
        : List.of();
  }

  private List<ClientAction> decode(Message message) {
    if (over) {
      return List.of();
    }
    try {
      return message.decode().map(this::receive).orElse(List.of());
    } catch (ProtocolException malformed) {
      return close(CloseReason.FORCED_CLOSE);
    }
  }

  private List<ClientAction> receive(SocketPacket packet) {
    var membership = namespaces.get(packet.namespace());
    if (packet instanceof SocketPacket.Connect connect && membership == null) {
      become(connect.namespace(), Membership.ASKED_FOR);
      var auth = connect.data() == null ? JsonNodeFactory.instance.objectNode() : connect.data();
      return List.of(new ClientAction.Admit(connect.namespace(), auth));
    }
    if (packet instanceof SocketPacket.Connect && membership == Membership.ASKED_FOR) {
      return List.of();
    }
    if (membership != Membership.JOINED) {
      return close(CloseReason.FORCED_SERVER_CLOSE);
    }
    return switch (packet) {
      case SocketPacket.Event event -> List.of(new ClientAction.Deliver(event));
      case SocketPacket.Ack ack -> List.of(new ClientAction.Acknowledge(ack));
      case SocketPacket.Disconnect disconnect -> {
        forget(disconnect.namespace());
        yield List.of(new ClientAction.Leave(disconnect.namespace()));
      }
      case SocketPacket.Connect connect -> close(CloseReason.FORCED_SERVER_CLOSE);
      case SocketPacket.ConnectError error -> close(CloseReason.FORCED_SERVER_CLOSE);
    };
  }

  private void become(String namespace, Membership membership) {
    if (namespaces.isEmpty() || (namespaces.size() == 1 && namespaces.containsKey(namespace))) {
      namespaces = Map.of(namespace, membership);
      return;
    }
    if (!(namespaces instanceof HashMap)) {
      namespaces = new HashMap<>(namespaces);
    }
    namespaces.put(namespace, membership);
  }

  private void forget(String namespace) {
    if (namespaces instanceof HashMap) {
      namespaces.remove(namespace);
    } else if (namespaces.containsKey(namespace)) {
      namespaces = Map.of();
    }
  }

  private List<ClientAction> close(CloseReason reason) {
    closed();
    return List.of(new ClientAction.Close(reason));
  }

  @FunctionalInterface
  private interface Message {
    Optional<SocketPacket> decode();
  }
}
