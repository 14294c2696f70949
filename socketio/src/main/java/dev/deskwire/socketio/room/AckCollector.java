package dev.deskwire.socketio.room;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// Collects the acknowledgements of one broadcast. Thread-safe; the calls may come in any order,
/// and those that come too late have no effect.
public interface AckCollector {
  /// How many nodes were asked; told once.
  void nodes(int expected);

  /// How many sockets of one node got the event; told once for each node.
  void receivers(int ofOneNode);

  /// Registers what to do when no answer counts any more.
  void whenOver(Runnable action);

  /// What one client answered.
  void answer(List<JsonNode> args);
}
