package dev.deskwire.socketio;

import org.jspecify.annotations.Nullable;

/// What a [Middleware] decides about a client.
public sealed interface Admission {
  /// The next middleware is asked; after the last one the client is in.
  record Admitted() implements Admission {}

  /// The client gets a `connect_error`.
  ///
  /// @param message what it reads as the error's message
  /// @param data what it reads as the error's data: a JSON node, or anything Jackson can make one
  ///   of
  record Refused(String message, @Nullable Object data) implements Admission {}

  /// Lets the client in, as far as this middleware is concerned.
  static Admission admit() {
    return new Admitted();
  }

  /// Refuses the client.
  ///
  /// @param message what it reads as the error's message
  static Admission refuse(String message) {
    return new Refused(message, null);
  }

  /// Refuses the client.
  ///
  /// @param message what it reads as the error's message
  /// @param data what it reads as the error's data: a JSON node, or anything Jackson can make one
  ///   of
  static Admission refuse(String message, Object data) {
    return new Refused(message, data);
  }
}
