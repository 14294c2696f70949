package dev.deskwire.extension;

/// Answers what clients send under one name.
///
/// @param <P> what is sent: a record, with a component for each member of the JSON object. A member
///   that is missing is `null`, or zero; one that is of another type is refused as invalid, as is
///   an `IllegalArgumentException` of the record's constructor, with its message. [Void] ignores
///   what is sent.
@FunctionalInterface
public interface Command<P> {
  /// Called for each event, after what the same client sent before; may block, but for no longer
  /// than `EXTENSION_TIMEOUT`. The desk has made sure that the client is signed in and within its
  /// rates.
  ///
  /// @return the members that the answer has beside `ok`, as a record or a map: over Socket.IO the
  ///   acknowledgement `{ok: true, …}`, over a native WebSocket a message of the same type, if
  ///   there is anything to say. A refusal becomes `{ok: false, error: {code, message}}` or the
  ///   message `error`
  /// @throws Exception is told in the log, and to the client as `internal`, without its text
  Result<?> run(Client client, P payload) throws Exception;
}
