package dev.deskwire.socketio.engine;

/// Hears of every request that was refused before it reached a session: the reference's
/// `connection_error`. May be called on an event loop, so it must not block.
@FunctionalInterface
public interface RefusalHook {
  /// Does nothing.
  RefusalHook NONE = (request, refusal) -> {};

  /// A request was refused.
  void refused(RequestInfo request, Refusal refusal);
}
