package dev.deskwire.desk.timeline;

import dev.deskwire.desk.platform.Text;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Role;
import java.util.Collections;
import java.util.Set;

/// A type of entities that have timelines.
///
/// @param name a lower-case letter, then letters, digits, `_` and `-`, at most 50
/// @param readers who reads them; admins do in any case. Staff among them write, too
public record EntityType(String name, Set<Role> readers) {
  public EntityType {
    if (!Text.isWord(name)) {
      throw new IllegalArgumentException("no name of an entity type: " + name);
    }
    readers = Set.copyOf(readers);
  }

  /// A type whose timelines are for all staff.
  public static EntityType ofStaff(String name) {
    return new EntityType(name, Set.of(Role.ADMIN, Role.AGENT));
  }

  boolean readableBy(Caller caller) {
    return caller.isAdmin() || (caller.active() && !Collections.disjoint(caller.roles(), readers));
  }
}
