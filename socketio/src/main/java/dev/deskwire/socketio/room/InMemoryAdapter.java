package dev.deskwire.socketio.room;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.socketio.packet.SocketPacket;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// The adapter of a node that is alone: all sockets are local.
public final class InMemoryAdapter implements Adapter {
  private final LocalSockets local;

  /// @param local the only sockets there are
  public InMemoryAdapter(LocalSockets local) {
    this.local = local;
  }

  @Override
  public void broadcast(SocketPacket.Event packet, Audience audience, Emission emission) {
    local.deliver(packet, audience, emission);
  }

  @Override
  public void broadcastWithAck(
      SocketPacket.Event packet,
      Audience audience,
      Emission emission,
      Duration timeout,
      AckCollector answers) {
    answers.nodes(1);
    local.deliverWithAck(packet, audience, emission, answers);
  }

  @Override
  public CompletionStage<List<SocketDetails>> fetch(Audience audience) {
    return CompletableFuture.completedFuture(local.fetch(audience));
  }

  /// There is no other node.
  @Override
  public void serverSideEmit(List<JsonNode> data) {}

  @Override
  public CompletionStage<List<List<JsonNode>>> serverSideEmitWithAck(
      List<JsonNode> data, Duration timeout) {
    return CompletableFuture.completedFuture(List.of());
  }

  @Override
  public void join(Audience audience, Collection<String> rooms) {
    local.join(audience, rooms);
  }

  @Override
  public void leave(Audience audience, Collection<String> rooms) {
    local.leave(audience, rooms);
  }

  @Override
  public void disconnect(Audience audience, boolean close) {
    local.disconnect(audience, close);
  }

  @Override
  public void close() {}
}
