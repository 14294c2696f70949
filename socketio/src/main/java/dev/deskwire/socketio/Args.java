package dev.deskwire.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Iterator;
import java.util.List;

/// The arguments of an event or an acknowledgement. Bytes are
/// [com.fasterxml.jackson.databind.node.BinaryNode]s.
///
/// They come from a client: nothing about their number or types is certain.
public record Args(List<JsonNode> values) implements Iterable<JsonNode> {
  /// No arguments.
  public static final Args NONE = new Args(List.of());

  public Args {
    values = List.copyOf(values);
  }

  /// The argument at this place, or a missing node when there are fewer.
  public JsonNode get(int index) {
    return index < values.size() ? values.get(index) : MissingNode.getInstance();
  }

  /// The first argument, or a missing node when there is none.
  public JsonNode first() {
    return get(0);
  }

  /// How many arguments there are.
  public int size() {
    return values.size();
  }

  /// The values for a method with variable arguments, such as [Ack#send].
  public Object[] toArray() {
    return values.toArray();
  }

  @Override
  public Iterator<JsonNode> iterator() {
    return values.iterator();
  }
}
