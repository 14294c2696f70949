package dev.deskwire.extension;

import java.util.Set;

/// Somebody with an account, with their rights at one moment.
///
/// @param teams ids of the teams they are a member of
/// @param projects ids of the projects they are a member of
public record Person(
    String id,
    String name,
    String email,
    Set<Role> roles,
    Set<String> teams,
    Set<String> projects) {
  public Person {
    roles = Set.copyOf(roles);
    teams = Set.copyOf(teams);
    projects = Set.copyOf(projects);
  }

  public boolean isAdmin() {
    return roles.contains(Role.ADMIN);
  }

  /// Whether they work on other people's tickets.
  public boolean isStaff() {
    return roles.contains(Role.ADMIN) || roles.contains(Role.AGENT);
  }
}
