package dev.deskwire.socketio.redis;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.socketio.engine.Ids;
import dev.deskwire.socketio.packet.SocketPacket;
import dev.deskwire.socketio.redis.ClusterMessage.Response;
import dev.deskwire.socketio.room.AckCollector;
import dev.deskwire.socketio.room.Adapter;
import dev.deskwire.socketio.room.Audience;
import dev.deskwire.socketio.room.Emission;
import dev.deskwire.socketio.room.LocalSockets;
import dev.deskwire.socketio.room.SocketDetails;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// One namespace of one node among those of others: what it asks them and how it answers.
///
/// How messages travel is the subclass's business.
abstract class ClusterAdapter implements Adapter {
  /// Results and answers are worked on here, where they may block.
  private static final Executor EXECUTOR =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("socketio-redis-", 0).factory());

  private final LocalSockets local;
  private final Troubles troubles;
  private final Duration patience;
  private final Questions questions = new Questions(EXECUTOR);
  private final Map<String, AckCollector> collectors = new ConcurrentHashMap<>();

  /// @param patience for the answers of other nodes to a fetch
  ClusterAdapter(LocalSockets local, Troubles troubles, Duration patience) {
    this.local = local;
    this.troubles = troubles;
    this.patience = patience;
  }

  /// Sends a question or an event for servers to the other nodes.
  ///
  /// @return fails when it could not be sent
  abstract CompletionStage<?> publish(ClusterMessage message);

  /// Sends an answer.
  ///
  /// @param uid of the node that asked
  abstract CompletionStage<?> respond(String uid, Response response);

  /// How many other nodes there are.
  abstract CompletionStage<Integer> others();

  final LocalSockets local() {
    return local;
  }

  final String namespace() {
    return local.namespace();
  }

  final void report(String where, Throwable failure) {
    troubles.report(where, failure);
  }

  /// Tells of what could not be sent.
  final void watch(CompletionStage<?> sending) {
    troubles.watch("publishing to Redis", sending);
  }

  // What this node wants

  @Override
  public void broadcastWithAck(
      SocketPacket.Event packet,
      Audience audience,
      Emission emission,
      Duration timeout,
      AckCollector answers) {
    var requestId = Ids.next();
    collectors.put(requestId, answers);
    answers.whenOver(() -> collectors.remove(requestId));
    watch(
        publish(
            new ClusterMessage.Question(requestId, packet.data(), audience, emission, timeout)));
    // Until it is known how many nodes answer, the broadcast cannot be complete.
    watch(others().thenAcceptAsync(nodes -> answers.nodes(1 + nodes), EXECUTOR));
    local.deliverWithAck(packet, audience, emission, answers);
  }

  @Override
  public CompletionStage<List<SocketDetails>> fetch(Audience audience) {
    var requestId = Ids.next();
    var question = new ClusterMessage.Fetch(requestId, audience);
    return ask(requestId, question, ClusterMessage.Sockets.class, patience)
        .thenApply(answers -> {
          var found = new ArrayList<>(local.fetch(audience));
          answers.forEach(answer -> found.addAll(answer.sockets()));
          return found;
        });
  }

  @Override
  public void serverSideEmit(List<JsonNode> data) {
    watch(publish(new ClusterMessage.ServerEvent(data, null)));
  }

  @Override
  public CompletionStage<List<List<JsonNode>>> serverSideEmitWithAck(
      List<JsonNode> data, Duration timeout) {
    var requestId = Ids.next();
    var question = new ClusterMessage.ServerEvent(data, requestId);
    return ask(requestId, question, ClusterMessage.ServerAnswer.class, timeout)
        .thenApply(answers -> answers.stream().map(ClusterMessage.ServerAnswer::args).toList());
  }

  private <R extends Response> CompletionStage<List<R>> ask(
      String requestId, ClusterMessage question, Class<R> kind, Duration timeout) {
    return others()
        .thenComposeAsync(
            nodes -> {
              if (nodes == 0) {
                return CompletableFuture.completedStage(List.of());
              }
              var answers = questions.ask(requestId, kind, nodes, timeout);
              var unused =
                  publish(question)
                      .whenComplete((sent, failure) -> {
                        if (failure != null) {
                          questions.fail(requestId, failure);
                        }
                      });
              return answers;
            },
            EXECUTOR);
  }

  // What other nodes want

  /// Does what another node says.
  ///
  /// @param uid of that node
  final void receive(String uid, ClusterMessage message) {
    switch (message) {
      case ClusterMessage.Broadcast(var data, var audience, var emission) ->
          local.deliver(event(data), audience, emission);
      case ClusterMessage.Question(var id, var data, var audience, var emission, var timeout) ->
          local.deliverWithAck(event(data), audience, emission, new Forwarded(uid, id, timeout));
      case ClusterMessage.Join(var audience, var rooms) -> local.join(audience, rooms);
      case ClusterMessage.Leave(var audience, var rooms) -> local.leave(audience, rooms);
      case ClusterMessage.Disconnect(var audience, var close) -> local.disconnect(audience, close);
      case ClusterMessage.Fetch(var id, var audience) ->
          answer(uid, () -> new ClusterMessage.Sockets(id, local.fetch(audience)));
      case ClusterMessage.FetchIds(var id, var audience) ->
          answer(
              uid,
              () ->
                  new ClusterMessage.SocketIds(
                      id, local.fetch(audience).stream().map(SocketDetails::id).toList()));
      case ClusterMessage.FetchRooms(var id) ->
          answer(uid, () -> new ClusterMessage.Rooms(id, List.copyOf(local.rooms())));
      case ClusterMessage.ServerEvent(var data, var id) ->
          local.serverSideEvent(
              data,
              id == null
                  ? null
                  : args -> watch(respond(uid, new ClusterMessage.ServerAnswer(id, args))));
      case Response response -> hear(response);
    }
  }

  private void hear(Response response) {
    switch (response) {
      case ClusterMessage.ClientCount(var id, var clients) -> {
        var collector = collectors.get(id);
        if (collector != null) {
          collector.receivers(clients);
        }
      }
      case ClusterMessage.ClientAnswer(var id, var args) -> {
        var collector = collectors.get(id);
        if (collector != null) {
          collector.answer(args);
        }
      }
      case ClusterMessage.Sockets sockets -> questions.answer(sockets);
      case ClusterMessage.SocketIds ids -> questions.answer(ids);
      case ClusterMessage.Rooms rooms -> questions.answer(rooms);
      case ClusterMessage.ServerAnswer answer -> questions.answer(answer);
    }
  }

  /// Looking at thousands of sockets is no work for the thread that receives.
  private void answer(String uid, Supplier<Response> response) {
    EXECUTOR.execute(() -> watch(respond(uid, response.get())));
  }

  final SocketPacket.Event event(List<JsonNode> data) {
    return new SocketPacket.Event(namespace(), null, data);
  }

  /// Passes the acknowledgements of this node's clients on to the node that asked.
  private final class Forwarded implements AckCollector {
    private final String uid;
    private final String requestId;
    private final CompletableFuture<Void> over;

    Forwarded(String uid, String requestId, Duration timeout) {
      this.uid = uid;
      this.requestId = requestId;
      this.over =
          new CompletableFuture<Void>()
              .completeOnTimeout(null, timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// The node that asked counts the nodes.
    @Override
    public void nodes(int expected) {}

    @Override
    public void receivers(int ofThisNode) {
      watch(respond(uid, new ClusterMessage.ClientCount(requestId, ofThisNode)));
    }

    @Override
    public void whenOver(Runnable action) {
      var unused = over.thenRun(action);
    }

    @Override
    public void answer(List<JsonNode> args) {
      watch(respond(uid, new ClusterMessage.ClientAnswer(requestId, args)));
    }
  }
}
