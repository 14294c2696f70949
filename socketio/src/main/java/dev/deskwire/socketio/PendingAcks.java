package dev.deskwire.socketio;

import dev.deskwire.socketio.engine.EventLoop;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The acknowledgements one socket still owes. Thread-safe.
///
/// Results are completed on the application's executor, never on an event loop: what hangs on them
/// may block.
final class PendingAcks {
  private record Pending(
      Consumer<Args> answered, Consumer<AckException.Cause> failed, EventLoop.Timer timer) {}

  private final Client client;
  private final Map<Long, Pending> pending = new ConcurrentHashMap<>();

  PendingAcks(Client client) {
    this.client = client;
  }

  CompletionStage<Args> await(long id, Duration timeout) {
    var answer = new CompletableFuture<Args>();
    var timer = client.engine().schedule(timeout, () -> fail(id, AckException.Cause.TIMEOUT));
    pending.put(
        id,
        new Pending(
            answer::complete, why -> answer.completeExceptionally(new AckException(why)), timer));
    return answer;
  }

  /// Expects an answer for which somebody else sets the time.
  void expect(long id, Consumer<Args> answered) {
    pending.put(id, new Pending(answered, why -> {}, () -> {}));
  }

  void forget(long id) {
    pending.remove(id);
  }

  void complete(long id, Args args) {
    var waiting = pending.remove(id);
    if (waiting != null) {
      waiting.timer().cancel();
      client.options().executor().execute(() -> waiting.answered().accept(args));
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
      waiting.timer().cancel();
      client.options().executor().execute(() -> waiting.failed().accept(why));
    }
  }
}
