package dev.deskwire.desk.user;

import dev.deskwire.desk.platform.auth.Role;
import java.util.List;

/// A person as staff and they themselves may see them.
///
/// @param roles without repeats, in the order of [Role]
public record User(
    String id,
    String email,
    String name,
    List<Role> roles,
    Availability availability,
    boolean active) {

  public User {
    roles = roles.stream().distinct().sorted().toList();
  }

  boolean isActiveAdmin() {
    return active && roles.contains(Role.ADMIN);
  }
}
