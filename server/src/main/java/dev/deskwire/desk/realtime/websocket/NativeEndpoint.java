package dev.deskwire.desk.realtime.websocket;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.realtime.EventForm;
import dev.deskwire.desk.realtime.Scope;
import java.util.Map;
import java.util.Optional;

/// One kind of native WebSocket, kept in the package of the feature that it belongs to. Beans are
/// discovered. `ping` is answered for all of them.
public interface NativeEndpoint {
  /// A message was taken; there is nothing more to say.
  record Done() {}

  /// The path, with a slash at its end and parameters in braces, as in
  /// `/ws/projects/{project_id}/tickets/`. Clients may leave out the last slash.
  String path();

  /// Whether some path is both this one's and `template`'s.
  default boolean sharesPathWith(String template) {
    return new NativePath(path()).overlaps(new NativePath(template));
  }

  /// Where a connection of `caller` stands. May block.
  ///
  /// @param parameters of the path, by name
  /// @return a refusal of any kind closes with 4003: what is absent and what is not theirs look the
  ///   same
  Outcome<Scope> admit(Caller caller, Map<String, String> parameters);

  /// How events are written for its connections.
  EventForm form();

  /// Whether its connections may `resume`.
  boolean isDurable();

  /// A connection has been opened; nothing it sends has been read. May block.
  default void opened(NativeClient client) {}

  /// The client sent `message`, whose `type` is none of `ping` and `resume`. Runs after what it
  /// sent before, on a virtual thread; may block.
  ///
  /// @return empty if there is no such type; a refusal is told by an error message
  default Optional<Outcome<Done>> receive(NativeClient client, String type, JsonNode message) {
    return Optional.empty();
  }

  /// A connection that was [#opened] is gone; what it had sent is worked off or never will be. May
  /// block.
  default void closed(NativeClient client) {}
}
