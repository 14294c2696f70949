package dev.deskwire.desk.notification;

/// What a person is told of one action: a kind, a tier and the text, without the person.
///
/// @param type `notification_type` on the wire
record Notice(String type, Tier tier, String title, String message) {
  static final String TICKET_CREATED = "ticket_created";
  static final String TICKET_ASSIGNED = "ticket_assigned";
  static final String STATUS_CHANGED = "status_changed";
  static final String PRIORITY_CHANGED = "priority_changed";
  static final String COMMENT_ADDED = "comment_added";
  static final String ATTACHMENT_ADDED = "attachment_added";
  static final String MENTION = "mention";
}
