package dev.deskwire.desk.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.deskwire.desk.attachment.Attachments;
import dev.deskwire.desk.attachment.Upload;
import dev.deskwire.desk.comment.Comments;
import dev.deskwire.desk.comment.WriteComment;
import dev.deskwire.desk.notification.Notifications;
import dev.deskwire.desk.platform.auth.Callers;
import dev.deskwire.desk.platform.http.Json;
import dev.deskwire.desk.ticket.CreateTicket;
import dev.deskwire.desk.ticket.TicketField;
import dev.deskwire.desk.ticket.Tickets;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// Performs [Step]s through the services of the features, each as of its own time.
@ApplicationScoped
class Stage {
  private final Tickets tickets;
  private final Comments comments;
  private final Attachments attachments;
  private final Notifications notifications;
  private final Callers callers;

  Stage(
      Tickets tickets,
      Comments comments,
      Attachments attachments,
      Notifications notifications,
      Callers callers) {
    this.tickets = tickets;
    this.comments = comments;
    this.attachments = attachments;
    this.notifications = notifications;
    this.callers = callers;
  }

  /// Belongs into the transaction that made `founded`.
  void perform(List<Step> steps, Founded founded) {
    var ids = new ArrayList<String>();
    for (var step : steps) {
      switch (step) {
        case Step.Report report -> ids.add(report(report, founded));
        case Step.Change change -> change(change, ids.get(change.ticket()), founded);
        case Step.Say say -> say(say, ids.get(say.ticket()), founded);
        case Step.Attach attach -> attach(attach, ids.get(attach.ticket()), founded);
        case Step.Follow follow -> follow(follow, ids.get(follow.ticket()), founded);
        case Step.CatchUp(var at) ->
            callers.all().forEach(person -> notifications.readOf(person, ids, at));
      }
    }
  }

  private String report(Step.Report step, Founded founded) {
    var asked =
        new CreateTicket(
            founded.id(step.project()),
            step.queue() == null ? null : founded.id(step.queue()),
            step.title(),
            step.description(),
            step.priority().wire(),
            null,
            step.tags(),
            step.due() == null ? null : Json.time(step.due()),
            founded.id(step.reporter()));
    return tickets.create(founded.caller(step.by()), asked, step.at()).orRefuse().id();
  }

  private void change(Step.Change step, String id, Founded founded) {
    var _ =
        tickets
            .patch(founded.caller(step.by()), id, "*", patch(step, founded), step.at())
            .orRefuse();
  }

  private static ObjectNode patch(Step.Change step, Founded founded) {
    var patch = JsonNodeFactory.instance.objectNode();
    if (step.queue() != null) {
      patch.put(TicketField.QUEUE.json(), founded.id(step.queue()));
    }
    if (step.assignee() != null) {
      patch.put(TicketField.ASSIGNEE.json(), founded.id(step.assignee()));
    }
    if (step.status() != null) {
      patch.put(TicketField.STATUS.json(), step.status().wire());
    }
    if (step.priority() != null) {
      patch.put(TicketField.PRIORITY.json(), step.priority().wire());
    }
    if (step.tags() != null) {
      var tags = patch.putArray(TicketField.TAGS.json());
      step.tags().forEach(tags::add);
    }
    if (step.due() != null) {
      patch.put(TicketField.DUE.json(), Json.time(step.due()));
    }
    return patch;
  }

  private void say(Step.Say step, String id, Founded founded) {
    var asked = new WriteComment(step.body(), step.internal(), null, null, null);
    var _ = comments.write(founded.caller(step.by()), id, asked, step.at()).orRefuse();
  }

  private void attach(Step.Attach step, String id, Founded founded) {
    var file = step.file();
    try {
      var bytes = Files.createTempFile("deskwire-demo", null);
      try {
        Files.write(bytes, file.bytes());
        var upload = Upload.of(bytes, file.name(), file.mediaType(), step.internal());
        var _ = attachments.attach(founded.caller(step.by()), id, upload, step.at()).orRefuse();
      } finally {
        Files.delete(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void follow(Step.Follow step, String id, Founded founded) {
    var _ =
        tickets
            .follow(founded.caller(step.by()), id, founded.id(step.follower()), true, step.at())
            .orRefuse();
  }
}
