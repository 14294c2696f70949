package dev.deskwire.socketio.engine;

import java.util.Map;

/// Adds headers to answers. Called on an event loop, so it must not block.
@FunctionalInterface
public interface HeaderHook {
  /// Adds nothing.
  HeaderHook NONE = (headers, request) -> {};

  /// @param headers of the answer so far; to be changed
  void add(Map<String, String> headers, RequestInfo request);

  /// The same, and afterwards another.
  default HeaderHook then(HeaderHook next) {
    return (headers, request) -> {
      add(headers, request);
      next.add(headers, request);
    };
  }
}
