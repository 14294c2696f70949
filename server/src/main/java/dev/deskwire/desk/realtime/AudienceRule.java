package dev.deskwire.desk.realtime;

import dev.deskwire.desk.event.DomainEvent;
import dev.deskwire.desk.event.EventFamily;
import java.util.List;

/// Who hears of a feature's events. Each sealed family has exactly one rule, which is one
/// exhaustive `switch`: a new event does not compile until someone decides its audience.
///
/// @param <E> the sealed family
public interface AudienceRule<E extends DomainEvent> extends EventFamily<E> {
  /// @param rights the rights at the event's position, or those of now in a replay
  Delivery deliver(E event, Rights rights);

  /// For a replay: the same events with the access of now in place of the access of then, all read
  /// in one query. An event of something that is gone keeps what it has.
  default List<E> asOfNow(List<E> events) {
    return events;
  }
}
