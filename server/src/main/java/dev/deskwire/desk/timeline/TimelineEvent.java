package dev.deskwire.desk.timeline;

import dev.deskwire.desk.event.DomainEvent;
import dev.deskwire.desk.event.EventKind;
import dev.deskwire.desk.ticket.TicketAccess;
import java.util.List;

/// A timeline changed.
public sealed interface TimelineEvent extends DomainEvent {
  Subject of();

  /// Whether it tells of items that only the staff of a ticket may read.
  boolean internal();

  /// The same fact with the access that its ticket has now, for a replay.
  TimelineEvent withAccess(TicketAccess now);

  private static Subject with(Subject of, TicketAccess now) {
    return new Subject(of.type(), of.id(), now);
  }

  @EventKind("timeline.new_item")
  record NewItem(Subject of, String itemId, boolean internal) implements TimelineEvent {
    @Override
    public TimelineEvent withAccess(TicketAccess now) {
      return new NewItem(with(of, now), itemId, internal);
    }
  }

  @EventKind("timeline.item_updated")
  record ItemUpdated(Subject of, String itemId, boolean internal) implements TimelineEvent {
    @Override
    public TimelineEvent withAccess(TicketAccess now) {
      return new ItemUpdated(with(of, now), itemId, internal);
    }
  }

  @EventKind("timeline.item_deleted")
  record ItemDeleted(Subject of, String itemId, boolean internal) implements TimelineEvent {
    @Override
    public TimelineEvent withAccess(TicketAccess now) {
      return new ItemDeleted(with(of, now), itemId, internal);
    }
  }

  /// One call added or changed several items.
  @EventKind("timeline.bulk_update")
  record BulkUpdate(Subject of, List<String> itemIds, boolean internal) implements TimelineEvent {
    @Override
    public TimelineEvent withAccess(TicketAccess now) {
      return new BulkUpdate(with(of, now), itemIds, internal);
    }
  }

  /// Something changed that cannot be named: readers read all of it anew.
  @EventKind("timeline.refresh")
  record Refresh(Subject of, boolean internal) implements TimelineEvent {
    @Override
    public TimelineEvent withAccess(TicketAccess now) {
      return new Refresh(with(of, now), internal);
    }
  }
}
