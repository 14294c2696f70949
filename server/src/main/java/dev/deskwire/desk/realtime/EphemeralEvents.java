package dev.deskwire.desk.realtime;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.List;

/// Sends what is true for the moment alone, such as who is typing: it stands in no log, carries no
/// position and is not repeated to who missed it. The audience is asked like that of any event.
@ApplicationScoped
public class EphemeralEvents {
  private final List<Door> doors;

  EphemeralEvents(@Any Instance<Door> doors) {
    this.doors = doors.stream().toList();
  }

  /// Sends to those of this node who stand in the rooms and may receive it. The fields are the
  /// whole payload. Any thread; does not block.
  public void send(Delivery event) {
    if (!event.isNone()) {
      doors.forEach(door -> door.send(event));
    }
  }
}
