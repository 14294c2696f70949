package dev.deskwire.socketio.engine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One thread of the shell, on which connections are worked off.
///
/// A broadcast makes thousands of connections ready at once. They are collected here and worked off
/// by one task, instead of one task each. A shell has one instance per thread.
public abstract class EventLoop {
  /// Earlier than any alarm.
  private static final long RINGING = Long.MIN_VALUE;

  /// The connection that became ready last; each knows the one before.
  private final AtomicReference<@Nullable EngineConnection> ready = new AtomicReference<>();

  // These belong to the loop's thread.
  private final TimerWheel wheel = new TimerWheel(System.nanoTime());

  private @Nullable Timer alarm;
  private long alarmAt = TimerWheel.NEVER;

  /// Runs the task on this loop's thread, later.
  protected abstract void execute(Runnable task);

  /// Whether the caller is on this loop's thread.
  protected abstract boolean isCurrent();

  /// Runs the task on this loop's thread after a delay, unless it is cancelled before. There is at
  /// most one such task at a time, for all timers of the loop.
  protected abstract Timer alarm(Duration delay, Runnable task);

  /// Called before many connections are worked off in a row; they are often sent the same.
  protected void beginTurn() {}

  /// Called when those connections have been worked off.
  protected void endTurn() {}

  /// Runs the task on this loop's thread after a delay, or some milliseconds later, unless it is
  /// cancelled before. On any thread.
  final Timer schedule(Duration delay, Runnable task) {
    var timer = new WheelTimer(System.nanoTime() + delay.toNanos(), task);
    here(() -> set(timer));
    return timer;
  }

  private void here(Runnable task) {
    if (isCurrent()) {
      task.run();
    } else {
      execute(task);
    }
  }

  private void set(WheelTimer timer) {
    ringAt(wheel.set(timer, System.nanoTime()));
  }

  private void ringAt(long time) {
    if (time < alarmAt) {
      if (alarm != null) {
        alarm.cancel();
      }
      alarmAt = time;
      alarm = alarm(Duration.ofNanos(Math.max(0, time - System.nanoTime())), this::ring);
    }
  }

  private void ring() {
    alarm = null;
    // What is set meanwhile needs no alarm: the next one is found afterwards.
    alarmAt = RINGING;
    try {
      wheel.ring(System.nanoTime());
    } finally {
      alarmAt = TimerWheel.NEVER;
      ringAt(wheel.next());
    }
  }

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
      // one that fails costs the others no more than this turn
      while (next != null) {
        var current = next;
        next = current.readyBefore;
        ready(current);
      }
    }
  }

  /// A timer of this loop, which may be cancelled on any thread.
  private final class WheelTimer extends TimerWheel.Entry implements Timer {
    WheelTimer(long time, Runnable task) {
      super(wheel, time, task);
    }

    @Override
    public void cancel() {
      here(() -> wheel.cancel(this));
    }
  }

  /// A task that may still be cancelled.
  @FunctionalInterface
  public interface Timer {
    /// Cancels the task; without effect when it has run. That of an [#alarm] is called on its loop
    /// alone, that of [EngineConnection#schedule] on any thread.
    void cancel();
  }
}
