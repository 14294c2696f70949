package dev.deskwire.desk.user;

import dev.deskwire.desk.platform.auth.Role;
import java.util.List;

/// A person as only they themselves see them.
///
/// @param mustChangePassword whether nothing works for them but to choose another password
public record Account(
    String id,
    String email,
    String name,
    List<Role> roles,
    Availability availability,
    boolean active,
    boolean mustChangePassword) {

  static Account of(User user, boolean mustChangePassword) {
    return new Account(
        user.id(),
        user.email(),
        user.name(),
        user.roles(),
        user.availability(),
        user.active(),
        mustChangePassword);
  }
}
