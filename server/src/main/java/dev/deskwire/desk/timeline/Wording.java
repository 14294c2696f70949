package dev.deskwire.desk.timeline;

import dev.deskwire.desk.ticket.Priority;
import dev.deskwire.desk.ticket.Status;
import java.util.Locale;
import java.util.ResourceBundle;

/// The titles of what tickets write into their timelines, from `timeline.properties`. They name
/// people, states and priorities, and nothing that a reader of the ticket might not know: no queue,
/// and no text of others.
final class Wording {
  private static final ResourceBundle TEXTS = ResourceBundle.getBundle("timeline", Locale.ROOT);

  private Wording() {}

  static String of(String key) {
    return TEXTS.getString(key);
  }

  static String status(Status from, Status to) {
    return fromTo("status_changed", from.label(), to.label());
  }

  static String priority(Priority from, Priority to) {
    return fromTo("priority_changed", of("priority." + from.wire()), of("priority." + to.wire()));
  }

  static String assigned(String name) {
    return of("assigned").replace("{name}", name);
  }

  private static String fromTo(String key, String from, String to) {
    return of(key).replace("{from}", from).replace("{to}", to);
  }
}
