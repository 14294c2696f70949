package dev.deskwire.desk.extension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Role;
import dev.deskwire.desk.realtime.SocketAnswer;
import dev.deskwire.extension.Person;
import dev.deskwire.extension.Result;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The desk's values in the terms of the API, and back.
final class Terms {
  private Terms() {}

  static Person person(Caller caller) {
    return new Person(
        caller.id(),
        caller.name(),
        caller.email(),
        caller.roles().stream()
            .map(role -> dev.deskwire.extension.Role.valueOf(role.name()))
            .collect(Collectors.toUnmodifiableSet()),
        caller.teams(),
        caller.projects());
  }

  static Set<Role> roles(Set<dev.deskwire.extension.Role> roles) {
    return roles.stream()
        .map(role -> Role.valueOf(role.name()))
        .collect(Collectors.toUnmodifiableSet());
  }

  static @Nullable ActorRef actor(@Nullable Person person) {
    return person == null ? null : new ActorRef(person.id(), person.name());
  }

  static <T> Result<T> result(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(var value) -> Result.done(value);
      case Outcome.Refused<T>(var why) -> {
        var answer = SocketAnswer.of(why);
        yield new Result.Refused<>(code(answer.code()), answer.message());
      }
    };
  }

  private static Result.Code code(SocketAnswer.Code code) {
    return switch (code) {
      case unauthenticated, forbidden -> Result.Code.FORBIDDEN;
      case not_found -> Result.Code.NOT_FOUND;
      case invalid, rate_limited, payload_too_large, internal -> Result.Code.INVALID;
    };
  }

  /// The answer of a command, as members of a JSON object.
  static Outcome<Map<String, Object>> outcome(Result<?> result, ObjectMapper json) {
    return switch (result) {
      case Result.Done<?>(var value) -> Outcome.done(members(value, json));
      case Result.Refused<?>(var code, var message) -> Outcome.refused(refusal(code, message));
    };
  }

  private static Refusal refusal(Result.Code code, String message) {
    return switch (code) {
      case INVALID -> new Refusal.Invalid("payload", message);
      case FORBIDDEN -> new Refusal.Forbidden(message);
      case NOT_FOUND -> Refusal.notFound();
    };
  }

  /// The members of what JSON makes an object of; none of `null`. Asks the value's own code.
  ///
  /// @throws IllegalArgumentException if it is no object
  static Map<String, Object> members(@Nullable Object value, ObjectMapper json) {
    JsonNode tree = json.valueToTree(value);
    if (!tree.isObject() && !tree.isNull()) {
      throw new IllegalArgumentException("not an object with members: " + tree.getNodeType());
    }
    var members = new LinkedHashMap<String, Object>();
    tree.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
    return members;
  }
}
