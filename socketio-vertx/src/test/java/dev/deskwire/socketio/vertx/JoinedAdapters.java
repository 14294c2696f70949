package dev.deskwire.socketio.vertx;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.socketio.packet.SocketPacket;
import dev.deskwire.socketio.room.AckCollector;
import dev.deskwire.socketio.room.Adapter;
import dev.deskwire.socketio.room.Audience;
import dev.deskwire.socketio.room.Emission;
import dev.deskwire.socketio.room.LocalSockets;
import dev.deskwire.socketio.room.SocketDetails;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Joins servers of one JVM as a broker joins those of many.
final class JoinedAdapters implements Adapter.Factory {
  private final List<LocalSockets> nodes = new CopyOnWriteArrayList<>();

  @Override
  public Adapter create(LocalSockets local) {
    nodes.add(local);
    return new Joined(local);
  }

  private final class Joined implements Adapter {
    private final LocalSockets local;

    Joined(LocalSockets local) {
      this.local = local;
    }

    private List<LocalSockets> all() {
      return nodes.stream().filter(node -> node.namespace().equals(local.namespace())).toList();
    }

    private Stream<LocalSockets> others() {
      return all().stream().filter(node -> !node.equals(local));
    }

    @Override
    public void broadcast(SocketPacket.Event packet, Audience audience, Emission emission) {
      all().forEach(node -> node.deliver(packet, audience, emission));
    }

    @Override
    public void broadcastWithAck(
        SocketPacket.Event packet,
        Audience audience,
        Emission emission,
        Duration timeout,
        AckCollector answers) {
      var asked = all();
      asked.forEach(node -> node.deliverWithAck(packet, audience, emission, answers));
      answers.nodes(asked.size());
    }

    @Override
    public CompletionStage<List<SocketDetails>> fetch(Audience audience) {
      return CompletableFuture.completedFuture(
          all().stream().flatMap(node -> node.fetch(audience).stream()).toList());
    }

    @Override
    public void serverSideEmit(List<JsonNode> data) {
      others().forEach(node -> node.serverSideEvent(data, null));
    }

    @Override
    public CompletionStage<List<List<JsonNode>>> serverSideEmitWithAck(
        List<JsonNode> data, Duration timeout) {
      var answers =
          others()
              .map(node -> {
                var answer = new CompletableFuture<List<JsonNode>>();
                node.serverSideEvent(data, answer::complete);
                return answer;
              })
              .toList();
      return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
          .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
          .thenApply(done -> answers.stream().map(CompletableFuture::join).toList());
    }

    @Override
    public void join(Audience audience, Collection<String> rooms) {
      all().forEach(node -> node.join(audience, rooms));
    }

    @Override
    public void leave(Audience audience, Collection<String> rooms) {
      all().forEach(node -> node.leave(audience, rooms));
    }

    @Override
    public void disconnect(Audience audience, boolean close) {
      all().forEach(node -> node.disconnect(audience, close));
    }

    @Override
    public void close() {
      nodes.remove(local);
    }
  }
}
