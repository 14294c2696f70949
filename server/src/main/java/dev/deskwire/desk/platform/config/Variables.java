package dev.deskwire.desk.platform.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Environment variables as values of a type. Each method takes a variable's name; its sentence
/// says that name when the value cannot be used, and shows the value, except where it may be a
/// secret.
final class Variables {

  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15})\\s*([a-zA-Z]*)");

  private final Function<String, @Nullable String> lookup;

  Variables(Function<String, @Nullable String> lookup) {
    this.lookup = lookup;
  }

  /// A variable that was set, under the name it was set by.
  record Variable(String name, String value) {
    CannotStartException unusable(String demand) {
      return new CannotStartException(name + " must " + demand + ", but is \"" + value + "\"");
    }

    /// As [#unusable], for values that may hold a password.
    CannotStartException unusableSecret(String demand) {
      return new CannotStartException(name + " must " + demand);
    }
  }

  /// The first of a variable and its aliases that is set and not empty.
  Optional<Variable> find(String name, String... aliases) {
    return Stream.concat(Stream.of(name), Arrays.stream(aliases))
        .flatMap(candidate ->
            Stream.ofNullable(lookup.apply(candidate))
                .map(value -> new Variable(candidate, value.strip())))
        .filter(variable -> !variable.value().isEmpty())
        .findFirst();
  }

  Optional<String> text(String name, String... aliases) {
    return find(name, aliases).map(Variable::value);
  }

  List<String> list(String name, String... aliases) {
    return find(name, aliases).stream()
        .flatMap(variable -> Arrays.stream(variable.value().split(",")))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  int number(String name, int least, int most, int byDefault) {
    return find(name).map(variable -> number(variable, least, most)).orElse(byDefault);
  }

  static int number(Variable variable, int least, int most) {
    try {
      var number = Integer.parseInt(variable.value());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // the sentence below says it
    }
    throw variable.unusable("be a number from " + least + " to " + most);
  }

  /// A duration of more than nothing.
  ///
  /// @param bare the unit of a number without one
  Duration duration(String name, ChronoUnit bare, Duration byDefault) {
    return find(name).map(variable -> duration(variable, bare)).orElse(byDefault);
  }

  private static Duration duration(Variable variable, ChronoUnit bare) {
    var amount = AMOUNT.matcher(variable.value());
    if (amount.matches()) {
      var unit =
          switch (amount.group(2).toLowerCase(Locale.ROOT)) {
            case "" -> bare;
            case "ms" -> ChronoUnit.MILLIS;
            case "s" -> ChronoUnit.SECONDS;
            case "m", "min" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            case "d" -> ChronoUnit.DAYS;
            default -> null;
          };
      try {
        var number = Long.parseLong(amount.group(1));
        if (unit != null && number > 0) {
          return Duration.of(number, unit);
        }
      } catch (ArithmeticException | DateTimeException _) {
        // longer than time itself
      }
    }
    throw variable.unusable(
        "be a duration such as 90s, 15m, 12h or 14d (a bare number counts "
            + bare.toString().toLowerCase(Locale.ROOT)
            + ")");
  }

  /// A number of bytes, more than nothing.
  long bytes(String name, long most, long byDefault) {
    return find(name).map(variable -> bytes(variable, most)).orElse(byDefault);
  }

  private static long bytes(Variable variable, long most) {
    var amount = AMOUNT.matcher(variable.value());
    if (amount.matches()) {
      var shift =
          switch (amount.group(2).toLowerCase(Locale.ROOT)) {
            case "", "b" -> 0;
            case "k", "kb", "kib" -> 10;
            case "m", "mb", "mib" -> 20;
            case "g", "gb", "gib" -> 30;
            default -> -1;
          };
      var number = Long.parseLong(amount.group(1));
      if (shift >= 0 && number > 0 && number <= most >> shift) {
        return number << shift;
      }
    }
    throw variable.unusable("be a size such as 500000, 512KB or 25MB, at most " + most + " bytes");
  }

  /// An address of one of `schemes`, with a host.
  Optional<URI> uri(Set<String> schemes, String name, String... aliases) {
    return find(name, aliases).map(variable -> uri(variable, schemes));
  }

  static URI uri(Variable variable, Set<String> schemes) {
    try {
      var uri = new URI(variable.value());
      if (uri.getHost() != null && uri.getScheme() != null && schemes.contains(uri.getScheme())) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // the sentence below says it; the exception would quote a password
    }
    var examples = schemes.stream().sorted().map(scheme -> scheme + "://host").toList();
    throw variable.unusableSecret("be an address such as " + String.join(" or ", examples));
  }

  <E extends Enum<E>> Optional<E> choice(Class<E> type, String name) {
    return find(name).map(variable -> choice(variable, type));
  }

  private static <E extends Enum<E>> E choice(Variable variable, Class<E> type) {
    var constants = List.of(type.getEnumConstants());
    return constants.stream()
        .filter(constant -> constant.name().equalsIgnoreCase(variable.value()))
        .findFirst()
        .orElseThrow(() ->
            variable.unusable(
                "be one of "
                    + String.join(
                        ", ",
                        constants.stream()
                            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                            .toList())));
  }
}
