package dev.deskwire.desk.presence;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/// How much is viewed now, on all nodes.
///
/// @param totalViewers of all tickets together: who views two counts twice
/// @param tickets those with viewers, by id
public record CollisionStats(
    int activeTickets, int totalViewers, int typingCount, List<OfTicket> tickets) {
  public record OfTicket(String ticketId, int viewerCount, int typingCount) {}

  static CollisionStats of(Collection<String> ticketIds, Function<String, List<Viewer>> viewers) {
    var tickets =
        ticketIds.stream()
            .map(id -> ofTicket(id, viewers.apply(id)))
            .filter(ticket -> ticket.viewerCount() > 0)
            .sorted(Comparator.comparing(OfTicket::ticketId))
            .toList();
    return new CollisionStats(
        tickets.size(),
        tickets.stream().mapToInt(OfTicket::viewerCount).sum(),
        tickets.stream().mapToInt(OfTicket::typingCount).sum(),
        tickets);
  }

  private static OfTicket ofTicket(String id, List<Viewer> viewers) {
    var typing = viewers.stream().filter(Viewer::isTyping).count();
    return new OfTicket(id, viewers.size(), Math.toIntExact(typing));
  }
}
