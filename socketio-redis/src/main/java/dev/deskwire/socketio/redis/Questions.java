package dev.deskwire.socketio.redis;

import dev.deskwire.socketio.redis.ClusterMessage.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What this node has asked the others and is not answered yet. Thread-safe.
///
/// Results are completed on the executor, whose threads may block.
final class Questions {
  private final Executor executor;
  private final Map<String, Open<?>> open = new ConcurrentHashMap<>();

  Questions(Executor executor) {
    this.executor = executor;
  }

  /// Waits for answers.
  ///
  /// @param kind others under the same id are ignored
  /// @return fails with a [TimeoutException] that says how many are missing
  <R extends Response> CompletionStage<List<R>> ask(
      String requestId, Class<R> kind, int expected, Duration timeout) {
    var question = new Open<>(kind, expected);
    open.put(requestId, question);
    CompletableFuture.delayedExecutor(timeout.toNanos(), TimeUnit.NANOSECONDS, executor)
        .execute(() -> fail(requestId, question.late()));
    return question.result;
  }

  /// Takes an answer; those that come too late have no effect.
  void answer(Response response) {
    var question = open.get(response.requestId());
    if (question != null && question.isCompleteWith(response)) {
      open.remove(response.requestId());
      executor.execute(question::finish);
    }
  }

  /// Gives a question up.
  void fail(String requestId, Throwable why) {
    var question = open.remove(requestId);
    if (question != null) {
      executor.execute(() -> question.result.completeExceptionally(why));
    }
  }

  private static final class Open<R extends Response> {
    private final Class<R> kind;
    private final int expected;
    private final List<R> answers = new ArrayList<>();
    private final CompletableFuture<List<R>> result = new CompletableFuture<>();

    Open(Class<R> kind, int expected) {
      this.kind = kind;
      this.expected = expected;
    }

    synchronized boolean isCompleteWith(Response answer) {
      if (kind.isInstance(answer)) {
        answers.add(kind.cast(answer));
      }
      return answers.size() == expected;
    }

    synchronized void finish() {
      result.complete(List.copyOf(answers));
    }

    synchronized TimeoutException late() {
      return new TimeoutException(
          "timeout reached: only %d responses received out of %d"
              .formatted(answers.size(), expected));
    }
  }
}
