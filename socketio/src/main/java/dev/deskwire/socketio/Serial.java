package dev.deskwire.socketio;

import dev.deskwire.socketio.engine.Mailbox;
import dev.deskwire.socketio.engine.Offload;

/// Runs tasks one after the other, in the order they came, on threads of the executor. A thread is
/// held only while there is something to do.
abstract class Serial extends Mailbox {
  /// Whose executor and error hook are used.
  abstract SocketIoOptions options();

  final void submit(Runnable task) {
    if (put(task)) {
      Offload.run(options().executor(), this::run);
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
