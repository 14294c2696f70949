package dev.deskwire.desk.realtime;

import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a socket answers to an event that it was sent (contract, section 4).
public sealed interface SocketAnswer {
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

  /// What an operation came to, in the words of sockets.
  static SocketAnswer of(Outcome<Map<String, Object>> outcome) {
    return switch (outcome) {
      case Outcome.Done<Map<String, Object>>(var members) -> new Ok(members);
      case Outcome.Refused<Map<String, Object>>(var why) -> of(why);
    };
  }

  /// Why an operation was refused, in the words of sockets.
  static Refused of(Refusal why) {
    return switch (why) {
      case Refusal.NotFound() ->
          new Refused(Code.not_found, "There is nothing here, or not for you.");
      case Refusal.Unauthenticated(var message) -> new Refused(Code.unauthenticated, message);
      case Refusal.Forbidden(var message) -> new Refused(Code.forbidden, message);
      case Refusal.Invalid(_, var message) -> new Refused(Code.invalid, message);
      case Refusal.Malformed(_, var message) -> new Refused(Code.invalid, message);
      case Refusal.Conflict(_, var detail, _) -> new Refused(Code.invalid, detail);
      case Refusal.PreconditionRequired() ->
          new Refused(Code.invalid, "This needs the version that you saw.");
      case Refusal.PreconditionFailed(var detail) -> new Refused(Code.invalid, detail);
      case Refusal.TooLarge(var limit) ->
          new Refused(Code.payload_too_large, "At most %d bytes.".formatted(limit));
      case Refusal.TooMany(var retryAfter) ->
          new Refused(
              Code.rate_limited,
              "Too many at once; try again in %d s.".formatted(retryAfter.toSeconds()));
      case Refusal.UnsupportedMediaType(var expected) ->
          new Refused(Code.invalid, "Only %s can be used here.".formatted(expected));
    };
  }

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
