package dev.deskwire.desk.metrics;

import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.event.Reaction;
import dev.deskwire.desk.ticket.TicketEvent;
import dev.deskwire.desk.ticket.TicketEvent.Changed;
import dev.deskwire.desk.ticket.TicketEvent.Created;
import dev.deskwire.desk.ticket.TicketEvent.Deleted;
import dev.deskwire.desk.ticket.TicketField;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Keeps the counts of queues and the times of tickets with each change of a ticket. The ticket is
/// locked by the transaction, so its changes are counted in their order.
@ApplicationScoped
class CountingTickets implements Reaction<TicketEvent> {
  private final MetricsRepository metrics;

  CountingTickets(MetricsRepository metrics) {
    this.metrics = metrics;
  }

  @Override
  public Class<TicketEvent> to() {
    return TicketEvent.class;
  }

  @Override
  public void react(TicketEvent event, @Nullable ActorRef actor, Instant at) {
    var id = event.ticket().id();
    switch (event) {
      case Created _ -> metrics.add(metrics.counted(id), 1);
      case Changed changed -> changed(changed);
      // its row is still there, and its times go with it
      case Deleted _ -> metrics.add(metrics.counted(id), -1);
    }
  }

  private void changed(Changed changed) {
    if (!Counted.isChangedBy(changed)) {
      return;
    }
    var after = metrics.counted(changed.ticket().id());
    var before = after.before(changed);
    if (!after.equals(before)) {
      metrics.add(before, -1);
      metrics.add(after, 1);
    }
    if (changed.changes(TicketField.STATUS) || changed.changes(TicketField.QUEUE)) {
      metrics.time(changed.ticket().id(), null);
    }
  }
}
