package dev.deskwire.socketio.session;

/// Why a request was refused; number and message are what the client reads in the answer.
public enum EngineError {
  /// No transport of this name, or one that is switched off.
  UNKNOWN_TRANSPORT(0, "Transport unknown"),

  /// No session of this id on this server; the client begins anew.
  UNKNOWN_SID(1, "Session ID unknown"),

  /// A session is opened by GET only.
  BAD_HANDSHAKE_METHOD(2, "Bad handshake method"),

  /// The request does not fit the session, such as polling after the upgrade.
  BAD_REQUEST(3, "Bad request"),

  /// The application refuses the request; the client reads its message instead.
  FORBIDDEN(4, "Forbidden"),

  /// Only `EIO=4` is spoken.
  UNSUPPORTED_PROTOCOL_VERSION(5, "Unsupported protocol version");

  private final int code;
  private final String message;

  EngineError(int code, String message) {
    this.code = code;
    this.message = message;
  }

  /// The number that the client reads.
  public int code() {
    return code;
  }

  /// The text that the client reads.
  public String message() {
    return message;
  }

  /// The status of an HTTP answer with this error.
  public int status() {
    return this == FORBIDDEN ? 403 : 400;
  }
}
