package dev.deskwire.desk.realtime;

import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.event.LoggedEvent;
import dev.deskwire.desk.platform.auth.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The log as one person may read it: as if they stood in every room that they may join, with the
/// rights of now.
@ApplicationScoped
public class EventFeed {
  /// Rows looked at for one page: a caller who may read little still gets ahead, a page at a time.
  private static final int SCAN = 2_000;

  private final EventLog log;
  private final AudienceRules rules;
  private final RightsModel rights;
  private final DeliveryOrder order;

  EventFeed(EventLog log, AudienceRules rules, RightsModel rights, DeliveryOrder order) {
    this.log = log;
    this.rules = rules;
    this.rights = rights;
    this.order = order;
  }

  /// A page of the feed.
  ///
  /// @param next the position that was looked at last: `after` of the next call
  /// @param reset whether the log no longer reaches back to `after`, so that the caller must read
  ///   everything anew
  public record Feed(List<Map<String, Object>> events, long next, boolean reset) {}

  /// No events, and where the log ends.
  Feed head() {
    return new Feed(List.of(), order.position(), false);
  }

  Feed after(Caller caller, long after, int limit) {
    // no further than the node has applied the changes of rights that stand before an event
    long head = order.position();
    var rows = after < head ? log.read(after, SCAN) : List.<LoggedEvent>of();
    // positions have no gaps: what follows must be the very next row, unless it was removed
    boolean reaches = after == head || (!rows.isEmpty() && rows.getFirst().seq() == after + 1);
    if (!reaches) {
      return new Feed(List.of(), head, true);
    }
    var events = new ArrayList<Map<String, Object>>();
    long position = after;
    for (var event : rules.asOfNow(rows)) {
      if (events.size() == limit || event.seq() > head) {
        break;
      }
      position = event.seq();
      var delivery = rules.deliver(event.event(), rights);
      if (!delivery.isNone() && delivery.reaches(caller, rights)) {
        events.add(Payload.of(event, delivery, delivery.names().getFirst()));
      }
    }
    return new Feed(events, position, false);
  }
}
