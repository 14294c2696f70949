package dev.deskwire.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.socketio.engine.Offload;
import dev.deskwire.socketio.room.AckCollector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// The acknowledgements of one broadcast until all are there or the time is over. Thread-safe.
final class CollectedAnswers implements AckCollector {
  private final CompletableFuture<BroadcastAnswers> result = new CompletableFuture<>();
  private final Executor executor;
  private final List<Args> received = new ArrayList<>();
  private int nodesToCome;
  private int answersToCome;
  private boolean nodesKnown;

  CollectedAnswers(Executor executor, Duration timeout) {
    this.executor = executor;
    CompletableFuture.delayedExecutor(timeout.toNanos(), TimeUnit.NANOSECONDS, this::inAnyCase)
        .execute(() -> finish(false));
  }

  CompletionStage<BroadcastAnswers> result() {
    return result;
  }

  @Override
  public synchronized void nodes(int expected) {
    nodesToCome += expected;
    nodesKnown = true;
    check();
  }

  @Override
  public synchronized void receivers(int ofOneNode) {
    nodesToCome--;
    answersToCome += ofOneNode;
    check();
  }

  @Override
  public void whenOver(Runnable action) {
    var unused = result.whenComplete((answers, failure) -> action.run());
  }

  @Override
  public synchronized void answer(List<JsonNode> args) {
    received.add(new Args(args));
    answersToCome--;
    check();
  }

  private void check() {
    if (nodesKnown && nodesToCome == 0 && answersToCome == 0) {
      inAnyCase(() -> finish(true));
    }
  }

  private void inAnyCase(Runnable task) {
    Offload.runInAnyCase(executor, task);
  }

  private synchronized void finish(boolean complete) {
    result.complete(new BroadcastAnswers(received, complete));
  }
}
