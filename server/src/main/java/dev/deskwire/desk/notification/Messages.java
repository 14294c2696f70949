package dev.deskwire.desk.notification;

import dev.deskwire.desk.ticket.Priority;
import dev.deskwire.desk.ticket.Status;
import java.util.Locale;
import java.util.ResourceBundle;

/// The texts of notifications, from the message file `messages.properties`. Every text names the
/// ticket by its number and people by their name; nothing else that people wrote is in it.
final class Messages {
  private static final ResourceBundle TEXTS = ResourceBundle.getBundle("messages", Locale.ROOT);

  private Messages() {}

  static Notice created(String number) {
    return notice(NoticeKind.TICKET_CREATED, "ticket_created", "{number}", number);
  }

  static Notice assigned(String number) {
    return notice(NoticeKind.TICKET_ASSIGNED, "ticket_assigned", "{number}", number);
  }

  static Notice urgent(String number) {
    return notice(NoticeKind.TICKET_URGENT, "ticket_urgent", "{number}", number);
  }

  static Notice status(String number, Status status) {
    return notice(
        NoticeKind.STATUS_CHANGED,
        "status_changed",
        "{number}",
        number,
        "{status}",
        status.label());
  }

  static Notice priority(String number, Priority priority) {
    return notice(
        NoticeKind.PRIORITY_CHANGED,
        "priority_changed",
        "{number}",
        number,
        "{priority}",
        TEXTS.getString("priority." + priority.wire()));
  }

  static Notice comment(String number) {
    return notice(NoticeKind.COMMENT_ADDED, "comment_added", "{number}", number);
  }

  static Notice attachment(String number) {
    return notice(NoticeKind.ATTACHMENT_ADDED, "attachment_added", "{number}", number);
  }

  static Notice mention(String number, String author) {
    return notice(NoticeKind.MENTION, "mention", "{number}", number, "{author}", author);
  }

  /// Anything else was changed.
  static Notice updated(String number) {
    return notice(NoticeKind.GENERAL, "ticket_updated", "{number}", number);
  }

  /// Someone else has it now, or nobody.
  static Notice reassigned(String number) {
    return notice(NoticeKind.GENERAL, "ticket_reassigned", "{number}", number);
  }

  /// It came into a queue that the person watches.
  static Notice queued(String number) {
    return notice(NoticeKind.GENERAL, "ticket_queued", "{number}", number);
  }

  /// Someone made the person a follower.
  static Notice followed(String number) {
    return notice(NoticeKind.GENERAL, "ticket_followed", "{number}", number);
  }

  private static Notice notice(NoticeKind kind, String key, String... values) {
    return Notice.of(kind, fill(key + ".title", values), fill(key + ".message", values));
  }

  private static String fill(String key, String... values) {
    var text = TEXTS.getString(key);
    for (int i = 0; i < values.length; i += 2) {
      text = text.replace(values[i], values[i + 1]);
    }
    return text;
  }
}
