package dev.deskwire.desk.presence;

import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Callers;
import dev.deskwire.desk.presence.PresenceEvent.ViewersUpdated;
import dev.deskwire.desk.realtime.Listeners;
import dev.deskwire.desk.realtime.RightsModel;
import dev.deskwire.desk.realtime.RoomName;
import dev.deskwire.desk.ticket.TicketAccess;
import dev.deskwire.desk.ticket.Tickets;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// Who views which ticket. A connection is known by an id that no other has on any node; its person
/// acts through it, and remains a viewer for a moment when it is lost.
///
/// Any thread; the methods may block.
@ApplicationScoped
public class TicketPresence {
  private static final Logger LOG = Logger.getLogger(TicketPresence.class);

  /// How often everything is looked through, for what ended unnoticed (contract, section 4).
  static final Duration SWEEP = Duration.ofMinutes(5);

  private final TicketTabs tabs;
  private final Tickets tickets;
  private final Callers callers;
  private final RightsModel rights;
  private final Listeners listeners;
  private final InstantSource clock;
  private final PresenceBroadcast broadcast;
  private final ProjectPresence projects;
  private final PresenceTimer timer;

  private final KeyLocks locks = new KeyLocks();

  /// The tickets whose viewers this node tells of. Entries come and go under the ticket's lock.
  private final Map<String, WatchedTicket> watched = new ConcurrentHashMap<>();

  /// The tickets that each connection of this node has open.
  private final Map<String, Set<String>> openIn = new ConcurrentHashMap<>();

  TicketPresence(
      TicketTabs tabs,
      Tickets tickets,
      Callers callers,
      RightsModel rights,
      Listeners listeners,
      InstantSource clock,
      PresenceBroadcast broadcast,
      ProjectPresence projects,
      PresenceTimer timer) {
    this.tabs = tabs;
    tabs.onForeignChange(this::changedElsewhere);
    tabs.onUpheaval(this::sweep);
    this.tickets = tickets;
    this.callers = callers;
    this.rights = rights;
    this.listeners = listeners;
    this.clock = clock;
    this.broadcast = broadcast;
    this.projects = projects;
    this.timer = timer;
    timer.every(SWEEP, this::sweep);
  }

  // What connections do

  /// Somebody opens a ticket, or does something with it that they have open.
  ///
  /// @return the viewers now; not found or forbidden to who does not work on the ticket
  public Outcome<List<Viewer>> view(String connection, String userId, String ticketId) {
    return act(connection, userId, ticketId, Tab::viewed);
  }

  /// Somebody types an answer; they are a viewer by that alone, for as long as they type.
  ///
  /// @return the viewers now; not found or forbidden to who does not work on the ticket
  public Outcome<List<Viewer>> typing(String connection, String userId, String ticketId) {
    return act(connection, userId, ticketId, Tab::typing);
  }

  public void stopTyping(String connection, String ticketId) {
    change(connection, ticketId, Tab::stoppedTyping);
  }

  /// The connection has the ticket open no more.
  public void leave(String connection, String ticketId) {
    openIn.computeIfPresent(
        connection,
        (_, open) -> {
          open.remove(ticketId);
          return open;
        });
    with(
        ticketId,
        ticket -> {
          tabs.remove(ticket.place(), connection);
          tell(ticket);
        });
  }

  /// The connection is lost; if it does not come back in time, its person leaves what it had open.
  public void gone(String connection) {
    var open = openIn.remove(connection);
    if (open != null) {
      open.forEach(ticketId -> change(connection, ticketId, Tab::gone));
    }
  }

  /// The connection hears of a ticket's viewers from now on: it is told of those there are, and has
  /// the ticket open again if it was lost while it did.
  void arrived(
      String connection, String userId, String ticketId, Consumer<PresenceEvent> connectionAlone) {
    var tab = tabs.read(ticketId).get(connection);
    boolean lost = tab != null && tab.goneAt() != null;
    if (lost) {
      var _ = act(connection, userId, ticketId, (present, _) -> present.back());
    }
    if (lost || tab == null) {
      watching(
          ticketId,
          () -> !tabs.read(ticketId).isEmpty(),
          ticket -> connectionAlone.accept(new ViewersUpdated(ticket.place(), ticket.told())));
    }
  }

  // What is asked

  /// Who views the ticket, on all nodes, who came first standing first.
  public List<Viewer> getViewers(String ticketId) {
    return tabs.viewers(ticketId);
  }

  /// Whether any connection of this node hears of the ticket, as a viewer or not.
  public boolean hasSubscribers(String ticketId) {
    return getSubscriberCount(ticketId) > 0;
  }

  /// How many connections of this node hear of the ticket, as viewers or not.
  public int getSubscriberCount(String ticketId) {
    return listeners.count(new RoomName.OfTicket(ticketId));
  }

  /// Looks at everything that is viewed, on all nodes.
  public CollisionStats getStats() {
    return CollisionStats.of(tabs.tickets(), tabs::viewers);
  }

  // What changes around

  /// Whether what becomes of this ticket matters here. Does not block.
  boolean isWatched(String ticketId) {
    return watched.containsKey(ticketId);
  }

  /// The ticket has changed, and with it perhaps who works on it.
  void moved(String ticketId, long version, TicketAccess access) {
    with(
        ticketId,
        ticket -> {
          if (ticket.moved(version, access)) {
            dropStrangers(ticket);
          }
        });
  }

  void deleted(String ticketId) {
    with(
        ticketId,
        ticket -> {
          var place = ticket.place();
          tabs.read(ticketId).keySet().forEach(connection -> tabs.remove(place, connection));
          tell(ticket);
        });
  }

  /// The rights of this person are others now.
  void rightsChanged(String userId) {
    watched.values().stream()
        .filter(ticket -> ticket.isVisitedBy(userId))
        .forEach(ticket -> with(ticket.id(), this::dropStrangers));
  }

  /// Somebody else serves this queue now.
  void queueChanged(String queueId) {
    watched.values().stream()
        .filter(ticket -> ticket.isIn(queueId))
        .forEach(ticket -> with(ticket.id(), this::dropStrangers));
  }

  /// Looks through everything, for what has ended by itself.
  void sweep() {
    watched.keySet().forEach(this::look);
    // looking at all of them, the store forgets what has ended
    tabs.tickets().stream()
        .filter(ticketId -> !isWatched(ticketId))
        .forEach(this::changedElsewhere);
  }

  /// Looks whether the viewers of a ticket are others by now.
  private void look(String ticketId) {
    with(ticketId, ticket -> tell(ticket));
  }

  /// Another node has changed who views a ticket. Whoever hears of the ticket here hears of that,
  /// though nobody views it here.
  private void changedElsewhere(String ticketId) {
    watching(
        ticketId,
        () -> hasSubscribers(ticketId) || broadcast.isListening(),
        ticket -> tell(ticket));
  }

  /// As [#with], for a ticket that this node may have to tell of from now on. Nobody here has been
  /// told of viewers yet if it does not.
  private void watching(String ticketId, BooleanSupplier matters, Consumer<WatchedTicket> action) {
    locks.run(
        ticketId,
        () -> {
          if (!watched.containsKey(ticketId) && matters.getAsBoolean()) {
            tickets
                .find(ticketId)
                .ifPresent(stored -> {
                  var ticket = new WatchedTicket(ticketId, List.of());
                  ticket.found(stored);
                  watched.put(ticketId, ticket);
                  tell(ticket);
                });
          }
        });
    with(ticketId, action);
  }

  private void with(String ticketId, Consumer<WatchedTicket> action) {
    locks.run(
        ticketId,
        () -> {
          var ticket = watched.get(ticketId);
          if (ticket != null && ticket.isKnown()) {
            action.accept(ticket);
          }
        });
  }

  // Under the ticket's lock, from here on

  private Outcome<List<Viewer>> act(
      String connection, String userId, String ticketId, BiFunction<Tab, Instant, Tab> action) {
    return locks.call(
        ticketId,
        () -> {
          var ticket =
              watched.computeIfAbsent(ticketId, id -> new WatchedTicket(id, tabs.viewers(id)));
          var tab = tabs.read(ticket.id()).get(connection);
          var admitted =
              tab != null && ticket.isVisitedBy(userId)
                  ? Outcome.done(tab)
                  : admit(userId, ticket).map(agent -> opened(ticket, connection, agent));
          if (admitted instanceof Outcome.Done<Tab>(var open)) {
            openIn.computeIfAbsent(connection, _ -> ConcurrentHashMap.newKeySet()).add(ticketId);
            tabs.put(ticket.place(), connection, action.apply(open, clock.instant()));
          }
          if (!ticket.isKnown()) {
            watched.remove(ticketId);
            return admitted.map(_ -> List.of());
          }
          var viewers = tell(ticket);
          return admitted.map(_ -> viewers);
        });
  }

  /// The rights that are known here admit most of them. Else the database is asked, as a right may
  /// be newer: what it allows is true at least until an event says otherwise.
  private Outcome<Caller> admit(String userId, WatchedTicket ticket) {
    ticket.visitedBy(userId);
    return rights
        .person(userId)
        .map(person -> admit(person, ticket))
        .filter(admitted -> admitted instanceof Outcome.Done<Caller>)
        .or(() -> callers.byId(userId).map(person -> admit(person, ticket)))
        .orElseGet(() -> Outcome.refused(Refusal.notFound()));
  }

  private Outcome<Caller> admit(Caller person, WatchedTicket ticket) {
    return tickets
        .read(person, ticket.id())
        .then(stored -> {
          ticket.found(stored);
          return stored.access().staffedBy(person)
              ? Outcome.done(person)
              : Outcome.refused(new Refusal.Forbidden("Only staff appear as viewers."));
        });
  }

  private Tab opened(WatchedTicket ticket, String connection, Caller agent) {
    var now = clock.instant();
    var open = tabs.read(ticket.id());
    var known = open.get(connection);
    return known == null ? Viewers.open(open.values(), agent.id(), agent.name(), now) : known;
  }

  private void change(String connection, String ticketId, BiFunction<Tab, Instant, Tab> action) {
    with(
        ticketId,
        ticket -> {
          var tab = tabs.read(ticket.id()).get(connection);
          if (tab != null) {
            tabs.put(ticket.place(), connection, action.apply(tab, clock.instant()));
            tell(ticket);
          }
        });
  }

  private void dropStrangers(WatchedTicket ticket) {
    var access = ticket.place().access().at(rights);
    tabs.read(ticket.id())
        .forEach((connection, tab) -> {
          if (isJudgedHere(connection, tab)
              && rights.person(tab.agentId()).filter(access::staffedBy).isEmpty()) {
            tabs.remove(ticket.place(), connection);
          }
        });
    tell(ticket);
  }

  /// Each node judges its own: another may know of rights that this one has not heard of yet.
  private boolean isJudgedHere(String connection, Tab tab) {
    return openIn.containsKey(connection) || tab.goneAt() != null;
  }

  /// Tells this node's connections what is new about a ticket's viewers, and plans the next look.
  ///
  /// @return the viewers now
  private List<Viewer> tell(WatchedTicket ticket) {
    var now = clock.instant();
    var open = tabs.read(ticket.id()).values();
    var change = ticket.become(Viewers.at(open, now));
    if (!change.isNone()) {
      ViewerNews.of(ticket.place(), change).forEach(broadcast::tell);
      LOG.debugf(
          "Agents viewing ticket: ticketId=%s totalViewers=%d", ticket.id(), change.after().size());
    }
    if (!change.joined().isEmpty() || !change.left().isEmpty()) {
      projects.changed(ticket.place().projectId());
    }
    if (ticket.sends(now)) {
      broadcast.tell(new ViewersUpdated(ticket.place(), change.after()));
    }
    plan(ticket, open, now);
    return change.after();
  }

  private void plan(WatchedTicket ticket, Collection<Tab> open, Instant now) {
    if (ticket.isOver(now)) {
      ticket.plan(null);
      watched.remove(ticket.id());
      return;
    }
    var next = ticket.nextLook(Viewers.nextChange(open, now).orElse(Instant.MAX));
    ticket.plan(timer.at(next, now, () -> look(ticket.id())));
  }
}
