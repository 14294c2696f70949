package dev.deskwire.desk.presence;

import dev.deskwire.desk.realtime.RealtimeStats;
import jakarta.enterprise.context.ApplicationScoped;

/// The part `collision` of the statistics.
@ApplicationScoped
class CollisionRealtimeStats implements RealtimeStats {
  private final TicketPresence tickets;

  CollisionRealtimeStats(TicketPresence tickets) {
    this.tickets = tickets;
  }

  @Override
  public String name() {
    return "collision";
  }

  @Override
  public CollisionStats stats() {
    return tickets.getStats();
  }
}
