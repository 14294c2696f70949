package dev.deskwire.socketio.packet;

/// The peer sent something the protocol does not allow.
///
/// The message names the broken rule and never quotes the peer's data. The caller closes the peer's
/// connection; nobody else is concerned, and no stack trace is taken, because an attacker could
/// make us collect thousands of them.
public final class ProtocolException extends RuntimeException {
  /// @param rule the rule that the peer broke; nothing that it sent
  public ProtocolException(String rule) {
    super(rule, null, false, false);
  }
}
