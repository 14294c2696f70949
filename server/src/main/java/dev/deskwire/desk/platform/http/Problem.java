package dev.deskwire.desk.platform.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.Refusal.Conflict;
import dev.deskwire.desk.platform.Refusal.Forbidden;
import dev.deskwire.desk.platform.Refusal.Invalid;
import dev.deskwire.desk.platform.Refusal.Malformed;
import dev.deskwire.desk.platform.Refusal.NotFound;
import dev.deskwire.desk.platform.Refusal.PreconditionFailed;
import dev.deskwire.desk.platform.Refusal.PreconditionRequired;
import dev.deskwire.desk.platform.Refusal.TooLarge;
import dev.deskwire.desk.platform.Refusal.TooMany;
import dev.deskwire.desk.platform.Refusal.Unauthenticated;
import dev.deskwire.desk.platform.Refusal.UnsupportedMediaType;
import java.util.List;
import java.util.Map;

/// A problem document of RFC 9457.
///
/// @param code a stable word for programs; sockets use the same words
/// @param errors the fields at fault, when there are any
/// @param members further members, at the top level of the document
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String code,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors,
    @JsonIgnore Map<String, Object> members) {

  public static final String MEDIA_TYPE = "application/problem+json";

  /// One field at fault.
  public record FieldError(String field, String message) {}

  @JsonAnyGetter
  Map<String, Object> furtherMembers() {
    return members;
  }

  /// The problem document that answers `refusal`.
  public static Problem of(Refusal refusal) {
    return switch (refusal) {
      case NotFound() ->
          of(404, "Not found", "There is nothing here, or not for you.", "not_found");
      case Unauthenticated(var why) -> of(401, "Not signed in", why, "unauthenticated");
      case Forbidden(var why) -> of(403, "Forbidden", why, "forbidden");
      case Invalid(var field, var message) ->
          field(422, "A value cannot be used", "invalid", field, message);
      case Malformed(var field, var message) ->
          field(400, "The request cannot be read", "invalid", field, message);
      case Conflict(var code, var detail, var members) ->
          new Problem("about:blank", "Conflict", 409, detail, code, List.of(), members);
      case PreconditionRequired() ->
          of(
              428,
              "Precondition required",
              "Send If-Match with the ETag you last saw, or * for the current version.",
              "precondition_required");
      case PreconditionFailed(var detail) ->
          of(412, "Precondition failed", detail, "precondition_failed");
      case TooLarge(var limit) ->
          of(413, "Too large", "At most " + limit + " bytes are taken.", "payload_too_large");
      case TooMany(var after) ->
          of(
              429,
              "Too many tries",
              "Try again in " + after.toSeconds() + " seconds.",
              "rate_limited");
      case UnsupportedMediaType(var expected) ->
          of(415, "Unsupported media type", "Send " + expected + ".", "invalid");
    };
  }

  public static Problem of(int status, String title, String detail, String code) {
    return new Problem("about:blank", title, status, detail, code, List.of(), Map.of());
  }

  private static Problem field(
      int status, String title, String code, String field, String message) {
    return new Problem(
        "about:blank",
        title,
        status,
        message,
        code,
        List.of(new FieldError(field, message)),
        Map.of());
  }
}
