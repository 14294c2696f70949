package dev.deskwire.socketio.room;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/// Whom a packet is for: the members of any of `rooms`, or everybody when there is none, without
/// the members of any of `except`. Each member counts once.
public record Audience(Set<String> rooms, Set<String> except) {
  /// Every member of the namespace.
  public static final Audience EVERYBODY = new Audience(Set.of(), Set.of());

  public Audience {
    rooms = Set.copyOf(rooms);
    except = Set.copyOf(except);
  }

  /// Adds the members of these rooms; the first call narrows the audience down to them.
  public Audience to(Collection<String> more) {
    return new Audience(union(rooms, more), except);
  }

  /// Leaves out the members of these rooms.
  public Audience except(Collection<String> more) {
    return new Audience(rooms, union(except, more));
  }

  /// Whether it means someone who stands in exactly these rooms.
  public boolean includes(Set<String> standing) {
    return (rooms.isEmpty() || rooms.stream().anyMatch(standing::contains))
        && except.stream().noneMatch(standing::contains);
  }

  private static Set<String> union(Set<String> some, Collection<String> more) {
    var all = new LinkedHashSet<>(some);
    all.addAll(more);
    return all;
  }
}
