package dev.deskwire.desk.realtime;

import java.time.Duration;

/// Why the desk ends a connection (contract, section 5).
public enum Ending {
  /// The credentials are missing, not valid, expired or revoked.
  EXPIRED(4001, "Your credentials are missing, not valid or have ended."),

  /// Not theirs, or not there: the two look the same.
  FORBIDDEN(4003, "There is nothing here, or not for you."),

  /// It sent more than one connection may.
  RATE_LIMITED(4008, "Too many messages at once; slow down."),

  /// The desk stops or restarts: come back.
  RESTARTING(1012, "The desk restarts; come back."),

  /// It reads more slowly than it is told things: come back and resume.
  TOO_SLOW(1013, "Too slow a reader; come back and resume."),

  /// What it missed cannot be read now: come back.
  TRY_LATER(1013, "What you missed cannot be read now; come back.");

  /// When to look for the desk again after [#RESTARTING]: a stop takes a second or two, a start as
  /// long.
  public static final Duration BACK_IN = Duration.ofSeconds(5);

  private final int code;
  private final String reason;

  Ending(int code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  /// The close code of a WebSocket.
  public int code() {
    return code;
  }

  /// For people.
  public String reason() {
    return reason;
  }
}
