package dev.deskwire.desk.presence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.realtime.Fields;
import dev.deskwire.desk.realtime.RoomName;
import dev.deskwire.desk.realtime.SocketClient;
import dev.deskwire.desk.realtime.SocketCommand;
import dev.deskwire.desk.user.Availability;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/// What sockets may ask about presence (contract, section 4).
@ApplicationScoped
class PresenceCommands {
  private final TicketPresence tickets;
  private final ProjectPresence projects;

  PresenceCommands(TicketPresence tickets, ProjectPresence projects) {
    this.tickets = tickets;
    this.projects = projects;
  }

  private record Command(
      String event, BiFunction<SocketClient, JsonNode, Outcome<Map<String, Object>>> action)
      implements SocketCommand {
    @Override
    public Outcome<Map<String, Object>> run(SocketClient client, JsonNode payload) {
      return action.apply(client, payload);
    }
  }

  private static SocketCommand ofTicket(
      String event, BiFunction<SocketClient, String, Outcome<Map<String, Object>>> action) {
    return new Command(
        event,
        (client, payload) ->
            SocketCommand.text(payload, "ticketId").then(id -> action.apply(client, id)));
  }

  @Produces
  @Singleton
  SocketCommand view() {
    return ofTicket("ticket:view", this::view);
  }

  private Outcome<Map<String, Object>> view(SocketClient client, String ticketId) {
    var room = new RoomName.OfTicket(ticketId);
    return client
        .join(room)
        .then(isNew -> {
          var viewers = tickets.view(client.id(), client.userId(), ticketId);
          if (isNew && viewers instanceof Outcome.Refused<List<Viewer>>) {
            client.leave(room);
          }
          return viewers;
        })
        .map(viewers -> {
          client.forgetIfGone();
          return Fields.of("total", viewers.size(), "viewers", PresenceAudience.listed(viewers));
        });
  }

  @Produces
  @Singleton
  SocketCommand leave() {
    return ofTicket(
        "ticket:leave",
        (client, ticketId) -> {
          tickets.leave(client.id(), ticketId);
          client.leave(new RoomName.OfTicket(ticketId));
          return Outcome.done(Map.of());
        });
  }

  @Produces
  @Singleton
  SocketCommand typing() {
    return ofTicket(
        "ticket:typing",
        (client, ticketId) ->
            tickets
                .typing(client.id(), client.userId(), ticketId)
                .map(_ -> {
                  client.forgetIfGone();
                  return Map.of();
                }));
  }

  @Produces
  @Singleton
  SocketCommand stopTyping() {
    return ofTicket(
        "ticket:stop_typing",
        (client, ticketId) -> {
          tickets.stopTyping(client.id(), ticketId);
          return Outcome.done(Map.of());
        });
  }

  @Produces
  @Singleton
  SocketCommand set() {
    return new Command(
        "presence:set",
        (client, payload) ->
            SocketCommand.text(payload, "availability")
                .then(PresenceCommands::availability)
                .then(availability -> projects.set(client.userId(), availability))
                .map(availability -> Fields.of("availability", availability)));
  }

  private static Outcome<Availability> availability(String wire) {
    return Availability.of(wire)
        .map(Outcome::done)
        .orElseGet(() ->
            Outcome.refused(
                new Refusal.Invalid("availability", "availability is online, busy or away")));
  }
}
