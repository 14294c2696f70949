package dev.deskwire.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.socketio.packet.SocketPacket;
import dev.deskwire.socketio.room.Audience;
import dev.deskwire.socketio.room.Emission;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A choice of sockets, and what can be done with all of them at once. Immutable.
public final class Broadcast {
  private final Namespace namespace;
  private final Audience audience;
  private final Emission emission;
  private final @Nullable Predicate<Socket> filter;

  private Broadcast(
      Namespace namespace,
      Audience audience,
      Emission emission,
      @Nullable Predicate<Socket> filter) {
    this.namespace = namespace;
    this.audience = audience;
    this.emission = emission;
    this.filter = filter;
  }

  static Broadcast toEverybody(Namespace namespace) {
    return new Broadcast(namespace, Audience.EVERYBODY, Emission.DEFAULT, null);
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

  /// Says whether transports that compress may compress the event, as they do unless told
  /// otherwise. What holds a secret beside a stranger's text had better not be compressed.
  public Broadcast compress(boolean value) {
    return new Broadcast(namespace, audience, emission.withCompression(value), filter);
  }

  /// Keeps the event out of what clients get later: who is away misses it. With recovery only; one
  /// that ends in a string gets a null behind it, because the official client would take the string
  /// for an offset.
  public Broadcast ephemeral() {
    return new Broadcast(namespace, audience, emission.asEphemeral(), filter);
  }

  /// Sends an event, encoded once for all receivers.
  ///
  /// @param args JSON nodes, or anything Jackson can make one of; byte arrays travel as bytes
  /// @throws IllegalArgumentException if the name is reserved or an argument has no JSON form
  public void emit(String event, @Nullable Object... args) {
    send(namespace.position(emission), event, args);
  }

  /// Sends an event whose place in what clients get later the application knows: with recovery, the
  /// offset goes along as the last argument. The application's [RecoveryStore] can give the event
  /// to whoever missed it.
  public void emitAt(String offset, String event, @Nullable Object... args) {
    send(new Position.Given(offset), event, args);
  }

  /// Sends an event that every receiver has to acknowledge.
  ///
  /// @return what they answered; after the timeout, what some of them did. Completed on a virtual
  ///   thread.
  public CompletionStage<BroadcastAnswers> emitWithAck(
      Duration timeout, String event, @Nullable Object... args) {
    var options = namespace.server().options();
    var answers = new CollectedAnswers(options.executor(), timeout);
    var data = options.json().event(event, args);
    var packet = new SocketPacket.Event(namespace.name(), null, data);
    if (emission.local()) {
      answers.nodes(1);
      namespace.node().deliverWithAckWhere(filter, packet, audience, emission, answers);
    } else {
      namespace.adapter().broadcastWithAck(packet, audience, emission, timeout, answers);
    }
    return answers.result();
  }

  private void send(Position position, String event, @Nullable Object... args) {
    var data = namespace.server().options().json().event(event, args);
    namespace.place(data, position, audience, filter, this::transmit);
  }

  private void transmit(List<JsonNode> data) {
    var packet = new SocketPacket.Event(namespace.name(), null, data);
    if (emission.local()) {
      namespace.node().deliverWhere(filter, packet, audience, emission);
    } else {
      namespace.adapter().broadcast(packet, audience, emission);
    }
  }

  /// Makes the sockets join rooms.
  public void socketsJoin(String... rooms) {
    var names = Arrays.asList(rooms);
    if (emission.local()) {
      sockets().forEach(socket -> namespace.node().join(socket, names));
    } else {
      namespace.adapter().join(audience, names);
    }
  }

  /// Makes the sockets leave rooms.
  public void socketsLeave(String... rooms) {
    var names = Arrays.asList(rooms);
    if (emission.local()) {
      sockets().forEach(socket -> namespace.node().leave(socket, names));
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

  /// Looks up the chosen sockets on all nodes.
  public CompletionStage<List<RemoteSocket>> fetchSockets() {
    var found =
        emission.local()
            ? CompletableFuture.completedStage(namespace.node().details(audience, filter))
            : namespace.adapter().fetch(audience);
    return found.thenApply(
        sockets -> sockets.stream().map(socket -> new RemoteSocket(namespace, socket)).toList());
  }

  /// The chosen sockets of this node.
  public List<Socket> sockets() {
    return namespace.node().select(audience, filter);
  }
}
