package dev.deskwire.desk.user;

import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal.Invalid;
import dev.deskwire.desk.platform.auth.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads the values of people's bodies. Pure.
final class UserInput {
  /// Something, an @, something: whether it reaches anybody only a message can tell.
  private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+");

  /// RFC 5321, section 4.5.3.1.3: a path is at most 256 octets, two of them brackets.
  private static final int EMAIL_LENGTH = 254;

  private UserInput() {}

  static Outcome<String> email(@Nullable String value) {
    var email = value == null ? "" : value.strip();
    return email.length() <= EMAIL_LENGTH && EMAIL.matcher(email).matches()
        ? Outcome.done(email)
        : Outcome.refused(new Invalid("email", "email must be an e-mail address"));
  }

  static Outcome<List<Role>> roles(@Nullable List<@Nullable String> values) {
    if (values == null || values.isEmpty()) {
      return Outcome.refused(new Invalid("roles", "roles must name at least one of " + all()));
    }
    var roles = new ArrayList<Role>();
    for (var value : values) {
      var role = value == null ? null : Role.of(value).orElse(null);
      if (role == null) {
        return Outcome.refused(
            new Invalid("roles", "roles has %s, which is none of %s".formatted(value, all())));
      }
      roles.add(role);
    }
    return Outcome.done(roles);
  }

  static Outcome<Availability> availability(String value) {
    return Availability.of(value)
        .map(Outcome::done)
        .orElseGet(() ->
            Outcome.refused(
                new Invalid("availability", "availability must be online, busy or away")));
  }

  private static String all() {
    return Arrays.stream(Role.values()).map(Role::wire).collect(Collectors.joining(", "));
  }
}
