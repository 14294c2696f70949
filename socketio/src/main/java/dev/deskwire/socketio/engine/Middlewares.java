package dev.deskwire.socketio.engine;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/// Asks the middlewares about a request, on a thread that may block, and comes back to its loop.
record Middlewares(List<HttpMiddleware> middlewares, Executor executor, ErrorHook errors) {
  private static final HttpAnswer FAILED = new HttpAnswer(500, Map.of(), ByteBuffer.allocate(0));

  /// Calls one of the two on the request's loop.
  ///
  /// @param goOn gets the headers to add to the answer
  void decide(
      RequestInfo request,
      EventLoop loop,
      Consumer<Map<String, String>> goOn,
      Consumer<HttpAnswer> answer) {
    if (middlewares.isEmpty()) {
      goOn.accept(Map.of());
      return;
    }
    try {
      executor.execute(() -> {
        var decision = ask(request);
        loop.execute(() -> {
          switch (decision) {
            case HttpMiddleware.Decision.GoOn(var headers) -> goOn.accept(headers);
            case HttpMiddleware.Decision.Answer(var given) -> answer.accept(given);
          }
        });
      });
    } catch (RejectedExecutionException stopping) {
      answer.accept(FAILED);
    }
  }

  private HttpMiddleware.Decision ask(RequestInfo request) {
    var headers = new LinkedHashMap<String, String>();
    try {
      for (var middleware : middlewares) {
        switch (middleware.decide(request)) {
          case HttpMiddleware.Decision.GoOn(var more) -> headers.putAll(more);
          case HttpMiddleware.Decision.Answer answer -> {
            return answer;
          }
        }
      }
      return new HttpMiddleware.Decision.GoOn(headers);
    } catch (Exception failure) {
      errors.failed("an HTTP middleware", failure);
      return new HttpMiddleware.Decision.Answer(FAILED);
    }
  }
}
