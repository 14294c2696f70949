package dev.deskwire.desk.notification;

/// What a person is told of one action: a kind, a tier and the text, without the person.
///
/// @param type `notification_type` on the wire
/// @param tier for those who have said nothing else
record Notice(NoticeKind kind, String type, Tier tier, String title, String message) {
  static Notice of(NoticeKind kind, String title, String message) {
    return new Notice(kind, kind.type(), kind.tier(), title, message);
  }

  /// The same, to be told in silence.
  Notice silently() {
    return new Notice(kind, type, Tier.LOW, title, message);
  }
}
