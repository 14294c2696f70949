package dev.deskwire.socketio.engine;

import dev.deskwire.socketio.session.EngineError;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Asks the application whether a session may be opened and under which id, on a thread that may
/// block, and comes back to the request's loop.
record Entrance(OpeningOptions options, RequestChecks checks, Executor executor, ErrorHook errors) {
  private static final Refusal CLOSED = Refusal.of(EngineError.FORBIDDEN);

  private static final Refusal NO_ID =
      new Refusal(EngineError.BAD_REQUEST, Map.of("name", "ID_GENERATION_ERROR"));

  /// Calls one of the two on the request's loop.
  ///
  /// @param taken whether a session has this id already
  /// @param open gets the id of the new session
  void decide(
      RequestInfo request,
      EventLoop loop,
      Predicate<String> taken,
      Consumer<String> open,
      Consumer<Refusal> refuse) {
    if (options.gate() == null && options.ids() == null) {
      checks.checkProtocol(request).ifPresentOrElse(refuse, () -> open.accept(Ids.next()));
      return;
    }
    Runnable question =
        () -> {
          var refusal = ask(request);
          var id = refusal.isPresent() ? Optional.<String>empty() : generate(request, taken);
          loop.execute(() -> id.ifPresentOrElse(open, () -> refuse.accept(refusal.orElse(NO_ID))));
        };
    if (!Offload.run(executor, question)) {
      refuse.accept(CLOSED);
    }
  }

  private Optional<Refusal> ask(RequestInfo request) {
    var gate = options.gate();
    try {
      if (gate != null
          && gate.decide(request) instanceof RequestGate.Verdict.Refused(var message)) {
        return Optional.of(Refusal.of(EngineError.FORBIDDEN, "message", message));
      }
    } catch (Exception failure) {
      errors.failed("the request gate", failure);
      return Optional.of(CLOSED);
    }
    return checks.checkProtocol(request);
  }

  private Optional<String> generate(RequestInfo request, Predicate<String> taken) {
    var generator = options.ids();
    if (generator == null) {
      return Optional.of(Ids.next());
    }
    try {
      var id = generator.next(request);
      if (!IdGenerator.isUsable(id) || taken.test(id)) {
        throw new IllegalStateException("an id must be new and of letters, digits and -._~");
      }
      return Optional.of(id);
    } catch (Exception failure) {
      errors.failed("the id generator", failure);
      return Optional.empty();
    }
  }
}
