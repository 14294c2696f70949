package dev.deskwire.socketio;

import dev.deskwire.socketio.engine.EventLoop;
import dev.deskwire.socketio.engine.Offload;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The acknowledgements one socket still owes. Thread-safe.
///
/// Results are completed on the application's executor, never on an event loop: what hangs on them
/// may block.
final class PendingAcks {
  private static final class Pending {
    private final Consumer<Args> answered;
    private final Consumer<AckException.Cause> failed;

    /// Null until it is set, and if somebody else sets the time.
    private volatile EventLoop.@Nullable Timer timer;

    Pending(Consumer<Args> answered, Consumer<AckException.Cause> failed) {
      this.answered = answered;
      this.failed = failed;
    }

    void stopTimer() {
      var set = timer;
      if (set != null) {
        set.cancel();
      }
    }
  }

  private final Executor executor;
  private final BiFunction<Duration, Runnable, EventLoop.Timer> timers;
  private final Map<Long, Pending> pending = new ConcurrentHashMap<>();

  /// @param executor completes the results
  /// @param timers sets one that runs a task after a time
  PendingAcks(Executor executor, BiFunction<Duration, Runnable, EventLoop.Timer> timers) {
    this.executor = executor;
    this.timers = timers;
  }

  CompletionStage<Args> await(long id, Duration timeout) {
    var answer = new CompletableFuture<Args>();
    var waiting =
        new Pending(answer::complete, why -> answer.completeExceptionally(new AckException(why)));
    // Before its time is set: that may be over at once.
    pending.put(id, waiting);
    waiting.timer = timers.apply(timeout, () -> fail(id, AckException.Cause.TIMEOUT));
    return answer;
  }

  /// Expects an answer for which somebody else sets the time.
  void expect(long id, Consumer<Args> answered) {
    pending.put(id, new Pending(answered, why -> {}));
  }

  void forget(long id) {
    pending.remove(id);
  }

  void complete(long id, Args args) {
    var waiting = pending.remove(id);
    if (waiting != null) {
      waiting.stopTimer();
      Offload.runInAnyCase(executor, () -> waiting.answered.accept(args));
    }
  }

  void failAll() {
    for (var id : pending.keySet()) {
      fail(id, AckException.Cause.DISCONNECTED);
    }
  }

  private void fail(long id, AckException.Cause why) {
    var waiting = pending.remove(id);
    if (waiting != null) {
      waiting.stopTimer();
      Offload.runInAnyCase(executor, () -> waiting.failed.accept(why));
    }
  }
}
