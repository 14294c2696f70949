package dev.deskwire.desk.platform.auth;

import dev.deskwire.desk.platform.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;

/// Keys of the desk that nobody configured: made by whichever node asks first, the same for all.
@ApplicationScoped
class Secrets {
  private final Jdbi jdbi;

  Secrets(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// The secret of that name. Two nodes that ask at once get the same: the second one's row
  /// collides with the first one's and is dropped.
  String named(String name) {
    return jdbi.withHandle(handle -> {
      handle.execute(
          "INSERT INTO secret (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING",
          name,
          Ids.secret());
      return handle
          .select("SELECT value FROM secret WHERE name = ?", name)
          .mapTo(String.class)
          .one();
    });
  }
}
