package dev.deskwire.socketio.engine;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/// Hands what may block to the application's threads. An application may shut these down before the
/// server: its handlers are not called any more then, and the server closes all the same.
public final class Offload {
  private Offload() {}

  /// Runs a task on the executor.
  ///
  /// @return false if the executor takes nothing more; the task does not run
  public static boolean run(Executor executor, Runnable task) {
    try {
      executor.execute(task);
      return true;
    } catch (RejectedExecutionException stopping) {
      return false;
    }
  }

  /// Runs a task for whose result somebody waits: on a virtual thread of its own if the executor
  /// takes nothing more.
  public static void runInAnyCase(Executor executor, Runnable task) {
    if (!run(executor, task)) {
      Thread.startVirtualThread(task);
    }
  }
}
