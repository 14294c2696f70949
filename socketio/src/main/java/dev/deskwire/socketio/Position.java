package dev.deskwire.socketio;

/// Where an event stands in what clients may get later.
sealed interface Position {
  /// The store gives it an offset.
  record OfStore() implements Position {}

  /// The adapter gives it an offset while carrying it.
  record OfAdapter() implements Position {}

  /// The application gave it an offset.
  record Given(String offset) implements Position {}

  /// Nowhere: who is away misses it.
  record None() implements Position {}
}
