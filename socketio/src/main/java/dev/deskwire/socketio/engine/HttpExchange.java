package dev.deskwire.socketio.engine;

/// One HTTP request and the answer to it, as a shell provides it. Compared by identity.
///
/// All methods may be called from any thread.
public interface HttpExchange {
  /// The request, with its headers and query.
  RequestInfo request();

  /// The loop of the connection the request came on.
  EventLoop loop();

  /// Answers the request; only the first answer counts.
  void respond(HttpAnswer answer);

  /// Tears the connection down without an answer.
  void abort();

  /// Registers what to do when the peer goes away before the answer; at most once, and at once if
  /// that has happened already.
  void onAbort(Runnable listener);

  /// Starts reading the body.
  ///
  /// @param limit bytes after which reading stops with [BodyListener#tooLarge]
  void readBody(int limit, BodyListener listener);

  /// Hears how reading a body ends; exactly one method is called, once. An aborted request calls
  /// none.
  interface BodyListener {
    /// The whole body, as UTF-8 text.
    void complete(String body);

    /// The body is longer than the limit; what was read of it is gone.
    void tooLarge();
  }
}
