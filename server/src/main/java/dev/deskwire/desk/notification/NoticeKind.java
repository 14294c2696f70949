package dev.deskwire.desk.notification;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What people can be told of: the events of the preferences, each with the tier that it has for
/// those who have said nothing else.
public enum NoticeKind {
  TICKET_CREATED(Tier.MEDIUM),
  TICKET_ASSIGNED(Tier.HIGH),
  /// On the wire a `priority_changed`.
  TICKET_URGENT(Tier.HIGH),
  STATUS_CHANGED(Tier.MEDIUM),
  PRIORITY_CHANGED(Tier.MEDIUM),
  COMMENT_ADDED(Tier.MEDIUM),
  ATTACHMENT_ADDED(Tier.MEDIUM),
  MENTION(Tier.HIGH),
  ANNOUNCEMENT(Tier.MEDIUM),
  /// Any other change of a ticket.
  GENERAL(Tier.LOW),
  /// What programs tell under a type of their own.
  CUSTOM(Tier.MEDIUM);

  private final Tier tier;

  NoticeKind(Tier tier) {
    this.tier = tier;
  }

  Tier tier() {
    return tier;
  }

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<NoticeKind> of(String wire) {
    return Arrays.stream(values()).filter(kind -> kind.wire().equals(wire)).findAny();
  }

  /// The `notification_type` of the event `notification` (contract, section 2).
  String type() {
    return this == TICKET_URGENT ? PRIORITY_CHANGED.wire() : wire();
  }
}
