package dev.deskwire.desk.user;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of `PATCH /api/users/{id}`; what is absent stays.
public record ChangeUser(
    @Nullable String email,
    @Nullable String name,
    @Nullable List<@Nullable String> roles,
    @Nullable Boolean active,
    @Nullable String availability) {

  /// Whether it changes what only admins may change.
  boolean administers() {
    return email != null || roles != null || active != null;
  }
}
