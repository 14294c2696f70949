package dev.deskwire.socketio;

/// Why an awaited acknowledgement will not come.
public final class AckException extends RuntimeException {
  /// What happened instead.
  public enum Cause {
    /// The client did not answer in time.
    TIMEOUT,
    /// The socket was disconnected before the client answered.
    DISCONNECTED
  }

  private final Cause why;

  AckException(Cause why) {
    super(why == Cause.TIMEOUT ? "operation has timed out" : "socket has been disconnected");
    this.why = why;
  }

  /// What happened instead of the acknowledgement.
  public Cause why() {
    return why;
  }
}
