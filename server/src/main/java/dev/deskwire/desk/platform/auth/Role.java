package dev.deskwire.desk.platform.auth;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A set of permissions that a person holds.
public enum Role {
  /// May do everything.
  ADMIN,
  /// Staff: works on the tickets of their projects and of their teams' queues.
  AGENT,
  /// Sees the tickets they reported, are assigned or follow, on the main page.
  SALES,
  /// As [#SALES], in the portal.
  CUSTOMER;

  /// The name on the wire and in the database: lower case.
  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Role> of(String wire) {
    return Arrays.stream(values()).filter(role -> role.wire().equals(wire)).findAny();
  }
}
