package dev.deskwire.socketio.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One thread of the shell, on which connections are worked off.
///
/// A broadcast makes thousands of connections ready at once. They are collected here and worked off
/// by one task, instead of one task each. A shell has one instance per thread.
public abstract class EventLoop {
  /// The connection that became ready last; each knows the one before.
  private final AtomicReference<@Nullable EngineConnection> ready = new AtomicReference<>();

  /// Runs the task on this loop's thread, later.
  protected abstract void execute(Runnable task);

  /// Whether the caller is on this loop's thread.
  protected abstract boolean isCurrent();

  /// Runs the task on this loop's thread after a delay, unless it is cancelled before.
  protected abstract Timer schedule(Duration delay, Runnable task);

  /// Called before many connections are worked off in a row; they are often sent the same.
  protected void beginTurn() {}

  /// Called when those connections have been worked off.
  protected void endTurn() {}

  /// For the owner of the connection's mailbox, so that no connection is here twice.
  final void ready(EngineConnection connection) {
    EngineConnection before;
    do {
      before = ready.get();
      connection.readyBefore = before;
    } while (!ready.compareAndSet(before, connection));
    if (before == null) {
      execute(this::workOff);
    }
  }

  private void workOff() {
    var last = ready.getAndSet(null);
    EngineConnection next = null;
    while (last != null) {
      var before = last.readyBefore;
      last.readyBefore = next;
      next = last;
      last = before;
    }
    beginTurn();
    try {
      while (next != null) {
        var current = next;
        next = current.readyBefore;
        current.readyBefore = null;
        current.work();
      }
    } finally {
      endTurn();
    }
  }

  /// A task that may still be cancelled.
  @FunctionalInterface
  public interface Timer {
    /// Cancels the task; without effect when it has run. Called on the loop.
    void cancel();
  }
}
