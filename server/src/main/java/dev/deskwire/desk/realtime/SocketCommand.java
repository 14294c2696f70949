package dev.deskwire.desk.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import java.util.Map;

/// One event that signed-in clients may send over Socket.IO, kept in the package of the feature
/// that it belongs to. Beans are discovered; each has a name of its own.
public interface SocketCommand {
  /// The name of the event, such as `ticket:view`.
  String event();

  /// What the client did. Every command counts as an event; one that joins rooms through
  /// [SocketClient#join] counts as a join as well.
  ///
  /// Runs on a virtual thread, after what the same client sent before, and may block.
  ///
  /// @param payload the first argument of the event, of any shape; missing when there is none
  /// @return what the acknowledgement carries beside `ok`, or why not; a client that asked for no
  ///   acknowledgement hears of a refusal by the event `error`
  Outcome<Map<String, Object>> run(SocketClient client, JsonNode payload);

  /// The text that `payload` carries under `field`.
  static Outcome<String> text(JsonNode payload, String field) {
    var value = payload.path(field);
    return value.isTextual() && !value.asText().isBlank()
        ? Outcome.done(value.asText())
        : Outcome.refused(new Refusal.Malformed(field, "Send {" + field + "}, a text."));
  }
}
