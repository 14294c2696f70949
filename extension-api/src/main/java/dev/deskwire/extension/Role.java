package dev.deskwire.extension;

import java.util.Set;

/// A set of permissions that a person holds.
public enum Role {
  /// May do everything.
  ADMIN,
  /// Staff: works on the tickets of their projects and of their teams' queues.
  AGENT,
  /// Sees the tickets they reported, are assigned or follow.
  SALES,
  /// As [#SALES], from outside the company.
  CUSTOMER;

  /// Who works on other people's tickets.
  public static Set<Role> staff() {
    return Set.of(ADMIN, AGENT);
  }

  /// Everybody who can sign in.
  public static Set<Role> everybody() {
    return Set.of(values());
  }
}
