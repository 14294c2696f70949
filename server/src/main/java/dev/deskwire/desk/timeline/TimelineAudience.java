package dev.deskwire.desk.timeline;

import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.realtime.AudienceRule;
import dev.deskwire.desk.realtime.Delivery;
import dev.deskwire.desk.realtime.Fields;
import dev.deskwire.desk.realtime.Rights;
import dev.deskwire.desk.realtime.RoomName;
import dev.deskwire.desk.ticket.Tickets;
import dev.deskwire.desk.timeline.TimelineEvent.BulkUpdate;
import dev.deskwire.desk.timeline.TimelineEvent.ItemDeleted;
import dev.deskwire.desk.timeline.TimelineEvent.ItemUpdated;
import dev.deskwire.desk.timeline.TimelineEvent.NewItem;
import dev.deskwire.desk.timeline.TimelineEvent.Refresh;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Who hears of a timeline: those who subscribed to it and may read it. Of a ticket's: who may read
/// the ticket, and of its internal items its staff alone; of all others: for whom the type is,
/// which is staff unless whoever brought the type said otherwise.
@ApplicationScoped
class TimelineAudience implements AudienceRule<TimelineEvent> {
  private final Tickets tickets;

  TimelineAudience(Tickets tickets) {
    this.tickets = tickets;
  }

  @Override
  public Class<TimelineEvent> family() {
    return TimelineEvent.class;
  }

  @Override
  public Delivery deliver(TimelineEvent event, Rights rights) {
    var fields = Fields.of("entityType", event.of().type(), "entityId", event.of().id());
    return switch (event) {
      case NewItem(_, var itemId, _) ->
          delivery("timeline:new_item", event, and(fields, "itemId", itemId), rights);
      case ItemUpdated(_, var itemId, _) ->
          delivery("timeline:item_updated", event, and(fields, "itemId", itemId), rights);
      case ItemDeleted(_, var itemId, _) ->
          delivery("timeline:item_deleted", event, and(fields, "itemId", itemId), rights);
      case BulkUpdate(_, var itemIds, _) ->
          delivery("timeline:bulk_update", event, and(fields, "itemIds", itemIds), rights);
      case Refresh _ -> delivery("timeline:refresh", event, fields, rights);
    };
  }

  private static Map<String, Object> and(Map<String, Object> fields, String name, Object value) {
    fields.put(name, value);
    return fields;
  }

  private static Delivery delivery(
      String name, TimelineEvent event, Map<String, Object> fields, Rights rights) {
    var of = event.of();
    return new Delivery(
        List.of(name),
        fields,
        Set.of(new RoomName.OfTimeline(of.type(), of.id())),
        readers(event, rights));
  }

  private static Predicate<Caller> readers(TimelineEvent event, Rights rights) {
    var access = event.of().access();
    if (access == null) {
      return caller ->
          rights.readsTimelines(event.of().type(), caller)
              && (caller.isStaff() || !event.internal());
    }
    var current = access.at(rights);
    return caller -> current.readableBy(caller, event.internal());
  }

  @Override
  public List<TimelineEvent> asOfNow(List<TimelineEvent> events) {
    return tickets.asOfNow(events, TimelineAudience::ticketOf, TimelineEvent::withAccess);
  }

  /// The empty id is no ticket's.
  private static String ticketOf(TimelineEvent event) {
    return event.of().access() == null ? "" : event.of().id();
  }
}
