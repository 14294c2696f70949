package dev.deskwire.socketio.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks the middlewares about a request, on a thread that may block, and comes back to its loop.
record Middlewares(List<HttpMiddleware> middlewares, Executor executor, ErrorHook errors) {
  /// Calls one of the three on the request's loop.
  ///
  /// @param goOn gets the headers to add to the answer
  /// @param failed the answer is the server's: a middleware threw
  void decide(
      RequestInfo request,
      EventLoop loop,
      Consumer<Map<String, String>> goOn,
      Consumer<HttpAnswer> answer,
      Runnable failed) {
    if (middlewares.isEmpty()) {
      goOn.accept(Map.of());
      return;
    }
    Runnable question =
        () -> {
          var decision = ask(request);
          loop.execute(() -> {
            switch (decision) {
              case null -> failed.run();
              case HttpMiddleware.Decision.GoOn(var headers) -> goOn.accept(headers);
              case HttpMiddleware.Decision.Answer(var given) -> answer.accept(given);
            }
          });
        };
    if (!Offload.run(executor, question)) {
      failed.run();
    }
  }

  private HttpMiddleware.@Nullable Decision ask(RequestInfo request) {
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
      return null;
    }
  }
}
