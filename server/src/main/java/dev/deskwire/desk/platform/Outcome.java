package dev.deskwire.desk.platform;

import java.util.function.Function;

/// What an operation came to: done, with its value, or refused, with the reason. A refused
/// operation has changed nothing.
///
/// @param <T> the value of an operation that was done
public sealed interface Outcome<T> {

  /// The operation took place.
  record Done<T>(T value) implements Outcome<T> {}

  /// The operation did not take place and left no trace.
  record Refused<T>(Refusal refusal) implements Outcome<T> {}

  static <T> Outcome<T> done(T value) {
    return new Done<>(value);
  }

  static <T> Outcome<T> refused(Refusal refusal) {
    return new Refused<>(refusal);
  }

  /// The outcome of `next` on the value, or the same refusal.
  default <R> Outcome<R> then(Function<? super T, Outcome<R>> next) {
    return switch (this) {
      case Done<T>(var value) -> next.apply(value);
      case Refused<T>(var refusal) -> new Refused<>(refusal);
    };
  }

  /// The same outcome with its value changed by `change`.
  default <R> Outcome<R> map(Function<? super T, R> change) {
    return then(value -> new Done<>(change.apply(value)));
  }

  /// The value, for the edge of the system alone, where one mapper answers the refusal as
  /// problem+json.
  ///
  /// @throws RefusedException if the operation was refused
  default T orRefuse() {
    return switch (this) {
      case Done<T>(var value) -> value;
      case Refused<T>(var refusal) -> throw new RefusedException(refusal);
    };
  }
}
