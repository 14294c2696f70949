package dev.deskwire.socketio;

import dev.deskwire.socketio.engine.Mailbox;
import java.util.concurrent.RejectedExecutionException;

/// Runs tasks one after the other, in the order they came, on threads of the executor. A thread is
/// held only while there is something to do.
abstract class Serial extends Mailbox {
  /// Whose executor and error hook are used.
  abstract SocketIoOptions options();

  final void submit(Runnable task) {
    if (put(task)) {
      try {
        options().executor().execute(this::run);
      } catch (RejectedExecutionException stopping) {
        // The application is shutting down its executor; its handlers are not called any more.
      }
    }
  }

  private void run() {
    do {
      drain();
    } while (!release());
  }

  @Override
  protected final void accept(Object task) {
    try {
      ((Runnable) task).run();
    } catch (Throwable failure) {
      options().errors().failed("a handler", failure);
    }
  }
}
