package dev.deskwire.desk.notification;

import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.event.Reaction;
import dev.deskwire.desk.ticket.Priority;
import dev.deskwire.desk.ticket.Status;
import dev.deskwire.desk.ticket.TicketAccess;
import dev.deskwire.desk.ticket.TicketEvent;
import dev.deskwire.desk.ticket.TicketEvent.Changed;
import dev.deskwire.desk.ticket.TicketEvent.Created;
import dev.deskwire.desk.ticket.TicketEvent.Deleted;
import dev.deskwire.desk.ticket.TicketField;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells people of tickets (contract, section 3, tiers): the assignee of being assigned; everyone
/// concerned, the watchers of its queue and admins of a ticket that is urgent; admins and watchers
/// of a new one; everyone concerned of its status and priority, and in silence of the rest.
@ApplicationScoped
class OfTickets implements Reaction<TicketEvent> {
  /// The changes of a ticket that are no [TicketField].
  private static final String LAST_REPLY = "lastReply";

  private static final String FOLLOWERS = "followers";

  /// Fields whose changes are told in silence to everyone concerned.
  private static final Set<TicketField> SILENT =
      Set.of(
          TicketField.QUEUE,
          TicketField.TITLE,
          TicketField.DESCRIPTION,
          TicketField.TAGS,
          TicketField.DUE);

  private final NotificationRepository notifications;
  private final Notifier notifier;
  private final EventLog log;

  OfTickets(NotificationRepository notifications, Notifier notifier, EventLog log) {
    this.notifications = notifications;
    this.notifier = notifier;
    this.log = log;
  }

  @Override
  public Class<TicketEvent> to() {
    return TicketEvent.class;
  }

  @Override
  public void react(TicketEvent event, @Nullable ActorRef actor, Instant at) {
    var recipients = new Recipients(actor == null ? null : actor.id());
    switch (event) {
      case Created created -> {
        assigned(created, actor, at);
        ofCreated(created, recipients);
      }
      case Changed changed -> {
        if (changed.changes(TicketField.ASSIGNEE)) {
          assigned(changed, actor, at);
        }
        ofChanged(changed, recipients);
      }
      case Deleted _ -> {
        // those who have it open see it go; there is nothing left to look at
      }
    }
    notifier.tell(recipients, new Subject(event.ticket(), event.access(), false), actor, at);
  }

  private void assigned(TicketEvent event, @Nullable ActorRef actor, Instant at) {
    var assignee = event.access().assigneeId();
    if (assignee != null) {
      log.append(
          actor, new PersonalEvent.TicketAssigned(assignee, event.ticket(), event.access()), at);
    }
  }

  private void ofCreated(Created created, Recipients recipients) {
    var number = created.ticket().number();
    var access = created.access();
    if (access.assigneeId() != null) {
      recipients.add(access.assigneeId(), Messages.assigned(number));
    }
    var keepers = keepers(access);
    if (created.priority() == Priority.URGENT) {
      recipients.add(access.involved(), Messages.urgent(number));
      recipients.add(keepers, Messages.urgent(number));
    }
    recipients.add(keepers, Messages.created(number));
    // someone created it in the reporter's name
    recipients.add(access.reporterId(), Messages.created(number).silently());
  }

  private void ofChanged(Changed changed, Recipients recipients) {
    if (changed.changes().containsKey(LAST_REPLY)) {
      // a comment did this: of one action people are told once, and of the comment
      return;
    }
    var number = changed.ticket().number();
    var access = changed.access();
    if (changed.changes(TicketField.ASSIGNEE)) {
      ofAssignee(changed, recipients);
    }
    var priority = changed.to(TicketField.PRIORITY);
    if (Priority.URGENT.wire().equals(priority)) {
      recipients.add(access.involved(), Messages.urgent(number));
      recipients.add(keepers(access), Messages.urgent(number));
    }
    var status = changed.to(TicketField.STATUS);
    if (status != null) {
      Status.of(status)
          .ifPresent(now -> recipients.add(access.involved(), Messages.status(number, now)));
    }
    if (priority != null) {
      Priority.of(priority)
          .ifPresent(now -> recipients.add(access.involved(), Messages.priority(number, now)));
    }
    if (changed.changes(TicketField.QUEUE) && access.queueId() != null) {
      recipients.add(notifications.watchers(access.queueId()), Messages.queued(number));
    }
    if (SILENT.stream().anyMatch(changed::changes)) {
      recipients.add(access.involved(), Messages.updated(number));
    }
    recipients.add(newFollowers(changed), Messages.followed(number));
  }

  /// The one who has it now is told loudly, the one who had it and the others concerned in silence.
  private static void ofAssignee(Changed changed, Recipients recipients) {
    var number = changed.ticket().number();
    var access = changed.access();
    if (access.assigneeId() != null) {
      recipients.add(access.assigneeId(), Messages.assigned(number));
    }
    var before = changed.from(TicketField.ASSIGNEE);
    if (before != null) {
      recipients.add(before, Messages.reassigned(number));
    }
    recipients.add(access.involved(), Messages.reassigned(number));
  }

  private static Collection<String> newFollowers(Changed changed) {
    var change = changed.changes().get(FOLLOWERS);
    if (change == null
        || !(change.get("from") instanceof Collection<?> from)
        || !(change.get("to") instanceof Collection<?> to)) {
      return List.of();
    }
    return to.stream().filter(id -> !from.contains(id)).map(Object::toString).toList();
  }

  /// Who looks after the tickets of its queue: its watchers, and admins.
  private Set<String> keepers(TicketAccess access) {
    var keepers = new LinkedHashSet<>(notifications.admins());
    keepers.addAll(access.queueId() == null ? List.of() : notifications.watchers(access.queueId()));
    return keepers;
  }
}
