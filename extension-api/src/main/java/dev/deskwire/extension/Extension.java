package dev.deskwire.extension;

import java.util.Map;

/// Adds something to the desk. It has a public constructor without parameters; the desk makes one
/// instance when it starts.
///
/// The desk calls it on threads of its own, several at once, and interrupts what takes longer than
/// `EXTENSION_TIMEOUT`.
public interface Extension {
  /// The version of this package, which a jar names as `Deskwire-Api` in its manifest. It grows
  /// when jars made for the one before can no longer be used.
  int API_VERSION = 1;

  /// A name that no other extension has: a lower-case letter, then letters, digits, `_` and `-`, at
  /// most 50. Names its settings, its folder, its log and its part of the statistics.
  String name();

  /// Begins: says by `context` what the extension adds. The desk opens its port afterwards.
  ///
  /// @throws Exception leaves the extension out, with all it has added; the desk starts without it
  void initialize(ExtensionContext context) throws Exception;

  /// Ends, after an [#initialize] that succeeded: gives back what was taken. The services of the
  /// context can still be used.
  ///
  /// @throws Exception is told in the log; the desk stops all the same
  default void shutdown() throws Exception {}

  /// What admins see of it in `GET /api/realtime/stats`, as the member `stats` of its part.
  ///
  /// @return a map, a record, or whatever else can be written as JSON
  default Object stats() {
    return Map.of();
  }
}
