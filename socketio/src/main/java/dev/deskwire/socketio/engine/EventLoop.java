package dev.deskwire.socketio.engine;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/// One thread of the shell, on which connections are worked off.
///
/// A broadcast makes thousands of connections ready at once. They are collected here and worked off
/// by one task, instead of one task each. A shell has one instance per thread.
public abstract class EventLoop {
  private final Queue<EngineConnection> ready = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  /// Runs the task on this loop's thread, later.
  protected abstract void execute(Runnable task);

  /// Whether the caller is on this loop's thread.
  protected abstract boolean isCurrent();

  /// Runs the task on this loop's thread after a delay, unless it is cancelled before.
  protected abstract Timer schedule(Duration delay, Runnable task);

  final void ready(EngineConnection connection) {
    ready.add(connection);
    if (scheduled.compareAndSet(false, true)) {
      execute(this::workOff);
    }
  }

  private void workOff() {
    scheduled.set(false);
    for (var connection = ready.poll(); connection != null; connection = ready.poll()) {
      connection.work();
    }
  }

  /// A task that may still be cancelled.
  @FunctionalInterface
  public interface Timer {
    void cancel();
  }
}
