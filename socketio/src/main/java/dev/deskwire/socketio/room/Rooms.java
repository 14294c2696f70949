package dev.deskwire.socketio.room;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Which member stands in which rooms.
///
/// Thread-safe. Joins and leaves of one member are serialised by locking that member's own set;
/// audiences are read without locks and see every join and leave that had returned before.
///
/// @param <M> the members, compared by `equals`
public final class Rooms<M> {
  /// Hears of every change, on the thread that makes it.
  public interface Listener<M> {
    /// A member has joined.
    ///
    /// @param first whether the room was empty before
    void joined(String room, M member, boolean first);

    /// A member has left.
    ///
    /// @param last whether the room is empty now
    void left(String room, M member, boolean last);
  }

  private final Listener<? super M> listener;
  private final Map<String, Set<M>> members = new ConcurrentHashMap<>();
  private final Map<M, Standing> standings = new ConcurrentHashMap<>();

  /// Rooms of whose changes nobody hears.
  public Rooms() {
    this(
        new Listener<Object>() {
          @Override
          public void joined(String room, Object member, boolean first) {}

          @Override
          public void left(String room, Object member, boolean last) {}
        });
  }

  /// @param listener hears of every change; it must not block
  public Rooms(Listener<? super M> listener) {
    this.listener = listener;
  }

  /// Adds a member, in no room yet. Until then it cannot join any.
  public void add(M member) {
    standings.putIfAbsent(member, new Standing());
  }

  /// Puts a member into rooms. A removed member cannot come back through a late join.
  public void join(M member, Collection<String> names) {
    var standing = standings.get(member);
    if (standing == null) {
      return;
    }
    synchronized (standing) {
      if (standing.removed) {
        return;
      }
      for (var name : names) {
        if (standing.add(name)) {
          boolean first = members.compute(name, (room, in) -> with(in, member)).size() == 1;
          listener.joined(name, member, first);
        }
      }
    }
  }

  /// Takes a member out of one room.
  public void leave(M member, String name) {
    var standing = standings.get(member);
    if (standing == null) {
      return;
    }
    synchronized (standing) {
      if (standing.drop(name)) {
        withdraw(member, name);
      }
    }
  }

  /// Takes the member out of all its rooms, for good.
  public void remove(M member) {
    var standing = standings.get(member);
    if (standing == null) {
      return;
    }
    synchronized (standing) {
      standing.removed = true;
      standings.remove(member);
      standing.names.forEach(name -> withdraw(member, name));
      standing.names = Set.of();
    }
  }

  /// The rooms of a member, as they are now.
  public Set<String> of(M member) {
    var standing = standings.get(member);
    if (standing == null) {
      return Set.of();
    }
    synchronized (standing) {
      return Set.copyOf(standing.names);
    }
  }

  /// The names of all rooms with at least one member.
  public Set<String> names() {
    return Set.copyOf(members.keySet());
  }

  /// Whether anybody stands in a room.
  public boolean has(String name) {
    return members.containsKey(name);
  }

  /// Whether there is no member at all.
  public boolean isEmpty() {
    return standings.isEmpty();
  }

  /// Shows each member of the audience once.
  public void forEach(Audience audience, Consumer<? super M> visitor) {
    var excluded = union(audience.except());
    if (audience.rooms().isEmpty()) {
      visit(standings.keySet(), excluded, visitor);
    } else if (audience.rooms().size() == 1) {
      visit(in(audience.rooms().iterator().next()), excluded, visitor);
    } else {
      visit(union(audience.rooms()), excluded, visitor);
    }
  }

  /// The members of the audience, each once.
  public List<M> select(Audience audience) {
    var selected = new ArrayList<M>();
    forEach(audience, selected::add);
    return selected;
  }

  private void visit(Set<M> candidates, Set<M> excluded, Consumer<? super M> visitor) {
    for (var member : candidates) {
      if (!excluded.contains(member)) {
        visitor.accept(member);
      }
    }
  }

  private Set<M> union(Set<String> names) {
    if (names.isEmpty()) {
      return Set.of();
    }
    var union = new HashSet<M>();
    names.forEach(name -> union.addAll(in(name)));
    return union;
  }

  private Set<M> in(String name) {
    return members.getOrDefault(name, Set.of());
  }

  private static <M> Set<M> with(@Nullable Set<M> present, M member) {
    if (present == null) {
      // Most rooms are those in which a member is alone.
      return Set.of(member);
    }
    Set<M> room = present;
    if (present.size() == 1) {
      room = ConcurrentHashMap.newKeySet();
      room.addAll(present);
    }
    room.add(member);
    return room;
  }

  private void withdraw(M member, String name) {
    var left =
        members.computeIfPresent(
            name,
            (room, present) -> {
              if (present.size() == 1) {
                return null;
              }
              present.remove(member);
              return present;
            });
    listener.left(name, member, left == null);
  }

  /// Where one member stands; its lock orders what happens to that member.
  private static final class Standing {
    /// An immutable set of one, as for most members, or a growing one of our own.
    private Set<String> names = Set.of();

    private boolean removed;

    private boolean add(String name) {
      if (names.isEmpty()) {
        names = Set.of(name);
        return true;
      }
      if (!(names instanceof HashSet)) {
        names = new HashSet<>(names);
      }
      return names.add(name);
    }

    private boolean drop(String name) {
      if (names instanceof HashSet) {
        return names.remove(name);
      }
      boolean stood = names.contains(name);
      if (stood) {
        names = Set.of();
      }
      return stood;
    }
  }
}
