package dev.deskwire.socketio;

import dev.deskwire.socketio.packet.SocketPacket;
import dev.deskwire.socketio.room.Audience;
import dev.deskwire.socketio.room.Emission;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A choice of sockets, and what can be done with all of them at once. Immutable.
public final class Broadcast {
  private final Namespace namespace;
  private final Audience audience;
  private final Emission emission;
  private final @Nullable Predicate<Socket> filter;

  Broadcast(
      Namespace namespace,
      Audience audience,
      Emission emission,
      @Nullable Predicate<Socket> filter) {
    this.namespace = namespace;
    this.audience = audience;
    this.emission = emission;
    this.filter = filter;
  }

  /// Adds the sockets in these rooms. The first call narrows the choice down to them.
  public Broadcast to(String... rooms) {
    return new Broadcast(namespace, audience.to(Arrays.asList(rooms)), emission, filter);
  }

  /// The same as [#to].
  public Broadcast in(String... rooms) {
    return to(rooms);
  }

  /// Leaves out the sockets in these rooms.
  public Broadcast except(String... rooms) {
    return new Broadcast(namespace, audience.except(Arrays.asList(rooms)), emission, filter);
  }

  /// Leaves out the sockets that fail a test, which is made for each socket at the moment of
  /// delivery; a test that throws counts as failed. It cannot travel to other nodes, so the choice
  /// is limited to this one.
  public Broadcast where(Predicate<Socket> test) {
    var both = filter == null ? test : filter.and(test);
    return new Broadcast(namespace, audience, emission.asLocal(), both);
  }

  /// Leaves out the sockets of other nodes.
  public Broadcast local() {
    return new Broadcast(namespace, audience, emission.asLocal(), filter);
  }

  /// Lets receivers whose transport is busy do without the event: the reference's `volatile`.
  public Broadcast asVolatile() {
    return new Broadcast(namespace, audience, emission.asDroppable(), filter);
  }

  /// Sends an event, encoded once for all receivers.
  ///
  /// @param args JSON nodes, or anything Jackson can make one of; byte arrays travel as bytes
  /// @throws IllegalArgumentException if the name is reserved or an argument has no JSON form
  public void emit(String event, @Nullable Object... args) {
    var data = namespace.server().options().json().event(event, args);
    var packet = new SocketPacket.Event(namespace.name(), null, data);
    if (emission.local()) {
      namespace.deliver(packet, audience, emission, filter);
    } else {
      namespace.adapter().broadcast(packet, audience, emission);
    }
  }

  /// Makes the sockets join rooms.
  public void socketsJoin(String... rooms) {
    var names = Arrays.asList(rooms);
    if (emission.local()) {
      sockets().forEach(socket -> namespace.join(socket, names));
    } else {
      namespace.adapter().join(audience, names);
    }
  }

  /// Makes the sockets leave rooms.
  public void socketsLeave(String... rooms) {
    var names = Arrays.asList(rooms);
    if (emission.local()) {
      sockets().forEach(socket -> names.forEach(room -> namespace.leave(socket, room)));
    } else {
      namespace.adapter().leave(audience, names);
    }
  }

  /// Disconnects the sockets.
  ///
  /// @param close whether their connections are closed as well
  public void disconnectSockets(boolean close) {
    if (emission.local()) {
      sockets().forEach(socket -> socket.disconnect(close));
    } else {
      namespace.adapter().disconnect(audience, close);
    }
  }

  /// The chosen sockets of this node.
  public List<Socket> sockets() {
    return namespace.select(audience, filter);
  }
}
