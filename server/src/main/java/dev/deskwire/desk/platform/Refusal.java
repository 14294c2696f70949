package dev.deskwire.desk.platform;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Why an operation was refused, in the terms of the caller. HTTP and sockets each have one
/// translation of it; see [dev.deskwire.desk.platform.http.Problem].
public sealed interface Refusal {

  /// The thing is absent, or the caller may not know that it exists: the two look the same.
  record NotFound() implements Refusal {}

  /// Nobody is signed in, or the credentials are wrong or have ended.
  record Unauthenticated(String why) implements Refusal {}

  /// The caller may see the thing, but not do this to it.
  record Forbidden(String why) implements Refusal {}

  /// A value in the body or the query cannot be used.
  ///
  /// @param field the JSON or query name of the value
  record Invalid(String field, String message) implements Refusal {}

  /// The request itself cannot be read: malformed JSON, a number out of its range, a bad cursor.
  record Malformed(String field, String message) implements Refusal {}

  /// The request collides with what is there.
  ///
  /// @param code a stable word for programs, such as `conflict` or `unseen_activity`
  /// @param members further members of the problem document, such as `conflicts`
  record Conflict(String code, String detail, Map<String, Object> members) implements Refusal {}

  /// The call needs `If-Match` and came without it.
  record PreconditionRequired() implements Refusal {}

  /// The version named in `If-Match` never was.
  record PreconditionFailed(String detail) implements Refusal {}

  /// The body or a file is larger than `limit` bytes.
  record TooLarge(long limit) implements Refusal {}

  /// Too many tries; worth another after `retryAfter`.
  record TooMany(Duration retryAfter) implements Refusal {}

  /// The body is not of a kind this call takes.
  record UnsupportedMediaType(String expected) implements Refusal {}

  static Refusal notFound() {
    return new NotFound();
  }

  static Refusal conflict(String code, String detail) {
    return new Conflict(code, detail, Map.of());
  }

  static Refusal conflicts(List<Map<String, Object>> fields) {
    return new Conflict(
        "conflict", "Someone changed the same fields meanwhile.", Map.of("conflicts", fields));
  }
}
