package dev.deskwire.desk.presence;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;

/// Somebody of the staff who has a ticket open, in however many tabs.
///
/// @param since when they opened it, whatever they have done since
public record Viewer(String agentId, String agentName, Status status, Instant since) {
  /// What a viewer does, the liveliest first: of several tabs, the liveliest counts.
  public enum Status {
    TYPING,
    VIEWING,
    /// Has done nothing for a while.
    IDLE;

    /// The name on the wire: lower case.
    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  boolean isTyping() {
    return status == Status.TYPING;
  }
}
