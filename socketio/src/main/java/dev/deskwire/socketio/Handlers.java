package dev.deskwire.socketio;

import java.util.ArrayList;
import java.util.List;

/// Lists of handlers that are read by many and seldom changed: each change makes a new one.
final class Handlers {
  private Handlers() {}

  static <T> List<T> with(List<T> present, T last) {
    var more = new ArrayList<>(present);
    more.add(last);
    return List.copyOf(more);
  }

  static <T> List<T> with(T first, List<T> present) {
    var more = new ArrayList<T>();
    more.add(first);
    more.addAll(present);
    return List.copyOf(more);
  }

  /// Leaves out the first that equals.
  static <T> List<T> without(List<T> present, T gone) {
    var fewer = new ArrayList<>(present);
    fewer.remove(gone);
    return List.copyOf(fewer);
  }
}
