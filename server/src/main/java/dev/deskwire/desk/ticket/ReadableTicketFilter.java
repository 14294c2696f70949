package dev.deskwire.desk.ticket;

import dev.deskwire.desk.platform.auth.CurrentCaller;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/// See [ReadableTicket]. The operation itself asks again, within its transaction.
@Provider
@ReadableTicket
@Priority(Priorities.AUTHORIZATION)
class ReadableTicketFilter implements ContainerRequestFilter {
  private final CurrentCaller caller;
  private final Tickets tickets;

  ReadableTicketFilter(CurrentCaller caller, Tickets tickets) {
    this.caller = caller;
    this.tickets = tickets;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    var id = request.getUriInfo().getPathParameters().getFirst("id");
    var _ = tickets.read(caller.get(), id).orRefuse();
  }
}
