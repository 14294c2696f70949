package dev.deskwire.socketio.admin;

/// Decides who may look at a server and command its sockets. Called on a virtual thread, so it may
/// block; an exception refuses.
///
/// How passwords are kept is the application's choice; compare their hashes in constant time, as
/// libraries for bcrypt or Argon2 do.
@FunctionalInterface
public interface AdminLogin {
  /// Whether these are an administrator's name and password.
  boolean admits(String username, String password) throws Exception;
}
