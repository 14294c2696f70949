package dev.deskwire.extension;

import org.jspecify.annotations.Nullable;

/// What a call came to: done, or refused with the reason. A refused one has changed nothing.
///
/// @param <T> the value of a call that was done
public sealed interface Result<T> {
  /// Why not, in the words of the desk's acknowledgements.
  enum Code {
    /// A value cannot be used.
    INVALID,
    /// They may know of it, but not do this.
    FORBIDDEN,
    /// It is absent, or not for them: the two look the same.
    NOT_FOUND
  }

  /// The value of a call whose value is of no use is `null`.
  record Done<T>(@Nullable T value) implements Result<T> {}

  /// @param message for the person who asked, or the developer of their client
  record Refused<T>(Code code, String message) implements Result<T> {}

  static <T> Result<T> done(T value) {
    return new Done<>(value);
  }

  /// Done; there is nothing more to say.
  static Result<Void> done() {
    return new Done<>(null);
  }

  static <T> Result<T> invalid(String message) {
    return new Refused<>(Code.INVALID, message);
  }

  static <T> Result<T> forbidden(String message) {
    return new Refused<>(Code.FORBIDDEN, message);
  }

  static <T> Result<T> notFound() {
    return new Refused<>(Code.NOT_FOUND, "There is nothing here, or not for you.");
  }
}
