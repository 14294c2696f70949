package dev.deskwire.socketio.vertx;

import dev.deskwire.socketio.engine.EventLoop;
import dev.deskwire.socketio.engine.HttpAnswer;
import dev.deskwire.socketio.engine.HttpExchange;
import dev.deskwire.socketio.engine.RequestInfo;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/// An HTTP request on Vert.x. It is paused until somebody wants its body, because the decision may
/// be made on another thread.
final class VertxExchange implements HttpExchange {
  private final HttpServerRequest request;
  private final RequestInfo info;
  private final EventLoop loop;
  private final AtomicBoolean answered = new AtomicBoolean();

  VertxExchange(HttpServerRequest request, EventLoop loop) {
    this.request = request;
    this.info = Requests.info(request);
    this.loop = loop;
    request.pause();
  }

  @Override
  public RequestInfo request() {
    return info;
  }

  @Override
  public EventLoop loop() {
    return loop;
  }

  @Override
  public void respond(HttpAnswer answer) {
    if (!answered.compareAndSet(false, true)) {
      return;
    }
    var response = request.response();
    if (response.closed()) {
      return;
    }
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    if (!request.isEnded()) {
      // What is left of the body is read and dropped, or the next request would wait behind it.
      request.resume();
    }
    response.end(Buffer.buffer(Answers.body(answer)));
  }

  @Override
  public void abort() {
    if (answered.compareAndSet(false, true)) {
      request.response().reset();
    }
  }

  @Override
  public void onAbort(Runnable listener) {
    var response = request.response();
    Runnable once =
        () -> {
          if (answered.compareAndSet(false, true)) {
            listener.run();
          }
        };
    response.closeHandler(gone -> once.run());
    if (response.closed()) {
      once.run();
    }
  }

  @Override
  public void readBody(int limit, BodyListener listener) {
    var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null && length.length() > 9) {
      listener.tooLarge();
      return;
    }
    new Body(limit, listener).read();
  }

  /// Collects a body up to its limit; what comes after is dropped.
  private final class Body {
    private final int limit;
    private final BodyListener listener;
    private final Buffer received = Buffer.buffer();
    private boolean tooLarge;

    Body(int limit, BodyListener listener) {
      this.limit = limit;
      this.listener = listener;
    }

    void read() {
      if (request.isEnded()) {
        listener.complete("");
        return;
      }
      request.exceptionHandler(gone -> {});
      request.handler(this::take);
      request.endHandler(end -> {
        if (!tooLarge) {
          listener.complete(received.toString(StandardCharsets.UTF_8));
        }
      });
      request.resume();
    }

    private void take(Buffer chunk) {
      if (tooLarge) {
        return;
      }
      if (received.length() + chunk.length() > limit) {
        tooLarge = true;
        listener.tooLarge();
      } else {
        received.appendBuffer(chunk);
      }
    }
  }
}
