package dev.deskwire.socketio.admin;

/// Remembers who has signed in, so that the page can come back without the password. Called on
/// virtual threads: it may block, for instance on a store that all nodes share. Thread-safe.
public interface AdminSessions {
  /// Whether a session was saved and has not been forgotten since.
  boolean exists(String sessionId);

  /// Remembers a session; the id is a secret.
  void save(String sessionId);

  /// The sessions of this node, a thousand at most, for a day each.
  static AdminSessions inMemory() {
    return new AdminSessionsInMemory();
  }
}
