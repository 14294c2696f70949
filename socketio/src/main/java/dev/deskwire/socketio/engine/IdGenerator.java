package dev.deskwire.socketio.engine;

import org.jspecify.annotations.Nullable;

/// Names a new session: the reference's `generateId`. Runs on a virtual thread and may block. An
/// exception refuses the request, as does a name that another session has.
///
/// Who knows the id of a session can speak for its client, so it must not be possible to guess one:
/// [Ids#next] is a good part of any. Letters, digits and `-._~` may stand in it.
@FunctionalInterface
public interface IdGenerator {
  /// Makes the id of the session that the request opens.
  String next(RequestInfo request) throws Exception;

  /// Whether an id may stand in a URL, a cookie and JSON as it is.
  static boolean isUsable(@Nullable String id) {
    return id != null && !id.isEmpty() && id.chars().allMatch(IdGenerator::isUnreserved);
  }

  /// Source: RFC 3986, section 2.3.
  private static boolean isUnreserved(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._~".indexOf(c) >= 0;
  }
}
