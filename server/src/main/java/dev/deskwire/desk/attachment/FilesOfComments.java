package dev.deskwire.desk.attachment;

import dev.deskwire.desk.comment.CommentEvent;
import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.event.Reaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The files of a deleted comment go with it.
@ApplicationScoped
class FilesOfComments implements Reaction<CommentEvent> {
  private final AttachmentRepository attachments;
  private final Attachments operations;

  FilesOfComments(AttachmentRepository attachments, Attachments operations) {
    this.attachments = attachments;
    this.operations = operations;
  }

  @Override
  public Class<CommentEvent> to() {
    return CommentEvent.class;
  }

  @Override
  public void react(CommentEvent event, @Nullable ActorRef actor, Instant at) {
    switch (event) {
      case CommentEvent.Deleted deleted -> {
        for (var file : attachments.ofComment(deleted.commentId())) {
          attachments.delete(file.id());
          operations.gone(
              actor,
              new AttachmentEvent.Deleted(
                  deleted.ticket(), deleted.access(), file.id(), file.internal()),
              at);
        }
      }
      case CommentEvent.Added _, CommentEvent.Edited _ -> {
        // its files stay
      }
    }
  }
}
