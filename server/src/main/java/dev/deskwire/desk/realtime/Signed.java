package dev.deskwire.desk.realtime;

import dev.deskwire.desk.platform.auth.Authenticated;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.socketio.Socket;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Who is at the other end of a socket, kept with it.
///
/// @param checkedAt how many changes of rights the node had applied before the credentials were
///   checked
record Signed(Authenticated credentials, long checkedAt) {
  private static final String KEY = "signed";

  static @Nullable Signed of(Socket socket) {
    return (Signed) socket.data().get(KEY);
  }

  void keepWith(Socket socket) {
    socket.data().put(KEY, this);
  }

  String userId() {
    return credentials.caller().id();
  }

  /// Whether a socket is a person's who passes `test` with their rights of the relay's position.
  static boolean passes(Socket socket, Rights rights, Predicate<Caller> test) {
    var signed = of(socket);
    return signed != null && rights.person(signed.userId()).filter(test).isPresent();
  }

  /// Whether ending `sessionId` (all of them, if `null`) but `except` ends this one.
  boolean endsWith(@Nullable String sessionId, @Nullable String except) {
    return credentials.endsWith(sessionId, except);
  }
}
