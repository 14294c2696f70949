package dev.deskwire.desk.platform.config;

/// The desk cannot start, and the person who started it can mend that: a setting is wrong, a port
/// is taken, a folder is in use.
///
/// The message is one sentence for that person; it is printed as it stands, without a stack trace,
/// and the process ends with status 1.
public final class CannotStartException extends RuntimeException {
  public CannotStartException(String sentence) {
    super(sentence);
  }

  public CannotStartException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
