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
    return notice(Notice.TICKET_CREATED, Tier.MEDIUM, "ticket_created", "{number}", number);
  }

  static Notice assigned(String number) {
    return notice(Notice.TICKET_ASSIGNED, Tier.HIGH, "ticket_assigned", "{number}", number);
  }

  static Notice urgent(String number) {
    return notice(Notice.PRIORITY_CHANGED, Tier.HIGH, "ticket_urgent", "{number}", number);
  }

  static Notice status(String number, Status status) {
    return notice(
        Notice.STATUS_CHANGED,
        Tier.MEDIUM,
        "status_changed",
        "{number}",
        number,
        "{status}",
        status.label());
  }

  static Notice priority(String number, Priority priority) {
    return notice(
        Notice.PRIORITY_CHANGED,
        Tier.MEDIUM,
        "priority_changed",
        "{number}",
        number,
        "{priority}",
        TEXTS.getString("priority." + priority.wire()));
  }

  static Notice comment(String number) {
    return notice(Notice.COMMENT_ADDED, Tier.MEDIUM, "comment_added", "{number}", number);
  }

  static Notice attachment(String number) {
    return notice(Notice.ATTACHMENT_ADDED, Tier.MEDIUM, "attachment_added", "{number}", number);
  }

  static Notice mention(String number, String author) {
    return notice(Notice.MENTION, Tier.HIGH, "mention", "{number}", number, "{author}", author);
  }

  private static Notice notice(String type, Tier tier, String key, String... values) {
    return new Notice(type, tier, fill(key + ".title", values), fill(key + ".message", values));
  }

  private static String fill(String key, String... values) {
    var text = TEXTS.getString(key);
    for (int i = 0; i < values.length; i += 2) {
      text = text.replace(values[i], values[i + 1]);
    }
    return text;
  }
}
