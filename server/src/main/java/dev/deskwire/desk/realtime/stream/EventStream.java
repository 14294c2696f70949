package dev.deskwire.desk.realtime.stream;

import dev.deskwire.desk.realtime.Ending;
import dev.deskwire.desk.realtime.EventForm;
import dev.deskwire.desk.realtime.OutgoingEvent;
import dev.deskwire.desk.realtime.Outlet;
import dev.deskwire.desk.realtime.Subscription.Resumed;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// One response that never ends by itself (HTML Standard, "Server-sent events"). No thread waits
/// for it.
final class EventStream implements Outlet {
  /// Each event with its position as `id`, which a browser sends back as `Last-Event-ID`.
  static final EventForm FORM = EventStream::write;

  /// How long an `EventSource` waits before it comes back, in milliseconds.
  private static final String BEGINNING = "retry: 2000\n\n";

  private final HttpServerResponse response;
  private final AtomicLong queued = new AtomicLong();
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile boolean begun;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  EventStream(HttpServerResponse response) {
    this.response = response;
  }

  /// @param closed called when the client has gone
  void begin(Runnable closed) {
    Runnable gone =
        () -> {
          over.set(true);
          ended.complete(null);
          closed.run();
        };
    response.closeHandler(_ -> gone.run());
    response.exceptionHandler(_ -> {});
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream; charset=UTF-8")
        .putHeader("Cache-Control", "no-store")
        // nginx would collect the events
        .putHeader("X-Accel-Buffering", "no");
    begun = true;
    send(bytes(BEGINNING));
    if (response.closed()) {
      // it went before anybody listened for that
      gone.run();
    }
  }

  /// Whether the answer has been begun, so that no other can be given.
  boolean hasBegun() {
    return begun;
  }

  /// Completes when the stream is over.
  CompletionStage<Void> ended() {
    return ended;
  }

  /// Events that are not kept are not part of the feed.
  private static Optional<String> write(OutgoingEvent event) {
    return event.position().isPresent()
        ? Optional.of(event(event.position().getAsLong(), event.json()))
        : Optional.empty();
  }

  private static String event(long position, String json) {
    return "id: " + position + "\ndata: " + json + "\n\n";
  }

  /// Tells the client that the log no longer reaches back to where it was.
  void resumed(Resumed resumed) {
    switch (resumed) {
      case Resumed.UpTo(var cursor) -> heartbeat(cursor);
      case Resumed.Reset(var cursor) ->
          send(bytes(event(cursor, "{\"type\":\"reset\",\"reset\":true,\"next\":" + cursor + "}")));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String transport() {
    return "sse";
  }

  @Override
  public boolean isOpen() {
    return !over.get();
  }

  @Override
  public boolean isGone() {
    return over.get() && queued.get() == 0;
  }

  @Override
  public void send(byte[] message) {
    if (over.get()) {
      return;
    }
    queued.addAndGet(message.length);
    try {
      response.write(Buffer.buffer(message)).onComplete(_ -> queued.addAndGet(-message.length));
    } catch (IllegalStateException ended) {
      // another thread has just ended it
      queued.addAndGet(-message.length);
    }
  }

  @Override
  public long queuedBytes() {
    return queued.get();
  }

  @Override
  public void expiring(long seconds) {
    // the feed holds events of the log alone; a client whose stream ends asks again and is told 401
  }

  /// A comment, and an `id` without data: clients take note of the position and see no event.
  @Override
  public void heartbeat(long position) {
    send(bytes(": \nid: " + position + "\n\n"));
  }

  @Override
  public void end(Ending ending) {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    if (ending == Ending.TOO_SLOW || ending == Ending.TRY_LATER) {
      // an end in good order would wait behind what is not read
      response.reset();
    } else {
      response.end();
    }
    ended.complete(null);
  }
}
