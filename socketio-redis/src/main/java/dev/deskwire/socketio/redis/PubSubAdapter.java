package dev.deskwire.socketio.redis;

import dev.deskwire.socketio.engine.Ids;
import dev.deskwire.socketio.packet.SocketPacket;
import dev.deskwire.socketio.redis.ClusterMessage.Envelope;
import dev.deskwire.socketio.redis.ClusterMessage.Response;
import dev.deskwire.socketio.room.Audience;
import dev.deskwire.socketio.room.Emission;
import dev.deskwire.socketio.room.LocalSockets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// One namespace on Redis' channels.
///
/// This node's own sockets are served at once, before Redis; what comes back of it is ignored. The
/// reference joins, leaves and disconnects its own sockets only when its message comes back.
final class PubSubAdapter extends ClusterAdapter {
  private static final int UID_LENGTH = 6;
  private static final Pattern GLOB = Pattern.compile("[*?\\[\\]\\\\]");

  private final String uid = Ids.next().substring(0, UID_LENGTH);
  private final RedisLink link;
  private final RedisPubSubOptions options;
  private final Consumer<PubSubAdapter> closed;
  private final String broadcasts;
  private final String pattern;
  private final String requests;
  private final String responses;
  private final String ownResponses;

  PubSubAdapter(
      LocalSockets local,
      Troubles troubles,
      RedisLink link,
      RedisPubSubOptions options,
      Consumer<PubSubAdapter> closed) {
    super(local, troubles, options.requestsTimeout());
    this.link = link;
    this.options = options;
    this.closed = closed;
    var suffix = "#" + local.namespace() + "#";
    broadcasts = options.key() + suffix;
    pattern = GLOB.matcher(broadcasts).replaceAll("\\\\$0") + "*";
    requests = options.key() + "-request" + suffix;
    responses = options.key() + "-response" + suffix;
    ownResponses = responses + uid + "#";
    listen(link.subscriptions());
  }

  private void listen(Subscriptions subscriptions) {
    subscriptions.onPattern(pattern, this::hearBroadcast);
    subscriptions.on(responses, bytes -> receive("", PubSubFormat.readResponse(bytes)));
    subscriptions.on(ownResponses, bytes -> receive("", PubSubFormat.readResponse(bytes)));
    subscriptions.on(requests, bytes -> hear(PubSubFormat.readRequest(bytes, local().namespace())));
  }

  private void hearBroadcast(String channel, byte[] bytes) {
    var room = channel.substring(broadcasts.length());
    // Most rooms have nobody here; then the rest need not be read.
    if (room.isEmpty() || local().hasRoom(room.substring(0, room.length() - 1))) {
      hear(PubSubFormat.readBroadcast(bytes));
    }
  }

  private void hear(Envelope envelope) {
    if (!envelope.uid().equals(uid) && envelope.namespace().equals(namespace())) {
      receive(envelope.uid(), envelope.message());
    }
  }

  @Override
  public void broadcast(SocketPacket.Event packet, Audience audience, Emission emission) {
    var message = new ClusterMessage.Broadcast(packet.data(), audience, emission);
    var rooms = audience.rooms();
    var channel = rooms.size() == 1 ? broadcasts + rooms.iterator().next() + "#" : broadcasts;
    var bytes = PubSubFormat.broadcast(uid, namespace(), message);
    watch(link.call(redis -> redis.publish(channel, bytes)));
    local().deliver(packet, audience, emission);
  }

  @Override
  public void join(Audience audience, Collection<String> rooms) {
    watch(publish(new ClusterMessage.Join(audience, List.copyOf(rooms))));
    local().join(audience, rooms);
  }

  @Override
  public void leave(Audience audience, Collection<String> rooms) {
    watch(publish(new ClusterMessage.Leave(audience, List.copyOf(rooms))));
    local().leave(audience, rooms);
  }

  @Override
  public void disconnect(Audience audience, boolean close) {
    watch(publish(new ClusterMessage.Disconnect(audience, close)));
    local().disconnect(audience, close);
  }

  @Override
  CompletionStage<?> publish(ClusterMessage message) {
    var bytes = PubSubFormat.request(uid, namespace(), message);
    return link.call(redis -> redis.publish(requests, bytes));
  }

  @Override
  CompletionStage<?> respond(String asker, Response response) {
    // Only what any node understands goes to a channel of its own: the reference's own rule.
    boolean own =
        options.publishOnSpecificResponseChannel()
            && !(response instanceof ClusterMessage.ServerAnswer);
    var channel = own ? responses + asker + "#" : responses;
    return link.call(redis -> redis.publish(channel, PubSubFormat.response(response)));
  }

  @Override
  CompletionStage<Integer> others() {
    return link.others(requests);
  }

  @Override
  public void close() {
    link.subscriptions().off(Set.of(pattern, requests, responses, ownResponses));
    closed.accept(this);
  }
}
