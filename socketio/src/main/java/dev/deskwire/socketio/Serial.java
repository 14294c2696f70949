package dev.deskwire.socketio;

import dev.deskwire.socketio.engine.ErrorHook;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/// Runs tasks one after the other, in the order they came, on threads of the executor. A thread is
/// held only while there is something to do.
final class Serial {
  private final Executor executor;
  private final ErrorHook errors;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  Serial(Executor executor, ErrorHook errors) {
    this.executor = executor;
    this.errors = errors;
  }

  void submit(Runnable task) {
    tasks.add(task);
    if (waiting.getAndIncrement() == 0) {
      try {
        executor.execute(this::run);
      } catch (RejectedExecutionException stopping) {
        // The application is shutting down its executor; its handlers are not called any more.
        tasks.clear();
      }
    }
  }

  private void run() {
    do {
      var task = tasks.poll();
      if (task != null) {
        runSafely(task);
      }
    } while (waiting.decrementAndGet() > 0);
  }

  private void runSafely(Runnable task) {
    try {
      task.run();
    } catch (Throwable failure) {
      errors.failed("a handler", failure);
    }
  }
}
