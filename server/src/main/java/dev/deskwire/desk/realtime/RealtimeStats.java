package dev.deskwire.desk.realtime;

/// A feature's part of `GET /api/realtime/stats`. Beans are discovered.
public interface RealtimeStats {
  /// The name of the part, such as `collision`.
  String name();

  /// What Jackson makes the part of. May look at everything, and may block.
  Object stats();
}
