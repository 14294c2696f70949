package dev.deskwire.desk.realtime;

import java.util.LinkedHashMap;
import java.util.Map;

/// What a socket answers to an event that it was sent (contract, section 4).
sealed interface SocketAnswer {
  /// Why not.
  enum Code {
    unauthenticated,
    forbidden,
    not_found,
    invalid,
    rate_limited,
    payload_too_large,
    internal
  }

  /// @param members what the answer carries beside `ok`
  record Ok(Map<String, Object> members) implements SocketAnswer {}

  record Refused(Code code, String message) implements SocketAnswer {}

  static SocketAnswer ok() {
    return new Ok(Map.of());
  }

  /// The acknowledgement.
  default Map<String, Object> json() {
    return switch (this) {
      case Ok(var members) -> {
        var json = new LinkedHashMap<String, Object>();
        json.put("ok", true);
        json.putAll(members);
        yield json;
      }
      case Refused(var code, var message) ->
          Fields.of("ok", false, "error", Fields.of("code", code.name(), "message", message));
    };
  }
}
