package dev.deskwire.socketio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// An event that a client gets after it came back.
///
/// @param offset by which the client names it as the last one it saw
/// @param args JSON nodes, or anything Jackson can make one of; without the offset
/// @param mayReceive asked, with the restored socket, before the event is sent
public record MissedEvent(
    String offset, String name, List<@Nullable Object> args, Predicate<Socket> mayReceive) {
  public MissedEvent {
    args = Collections.unmodifiableList(new ArrayList<>(args));
  }

  /// An event for anyone in its rooms.
  public static MissedEvent of(String offset, String name, @Nullable Object... args) {
    return new MissedEvent(offset, name, Arrays.asList(args), socket -> true);
  }
}
