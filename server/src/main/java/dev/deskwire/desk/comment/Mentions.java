package dev.deskwire.desk.comment;

import dev.deskwire.desk.platform.auth.Caller;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Finds the people whom a text mentions: `@` with a full name, in any case, the longest name that
/// fits, when exactly one reader has it. Pure.
final class Mentions {
  private Mentions() {}

  /// @param readers who may read the text; nobody else can be mentioned
  /// @return the ids of those whom it mentions
  static Set<String> in(String text, Collection<Caller> readers) {
    var mentioned = new LinkedHashSet<String>();
    if (text.indexOf('@') < 0) {
      return mentioned;
    }
    var longestFirst =
        readers.stream()
            .sorted(Comparator.comparingInt((Caller person) -> person.name().length()).reversed())
            .toList();
    for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
      boolean startsWord = at == 0 || !Character.isLetterOrDigit(text.codePointBefore(at));
      if (startsWord) {
        named(text.substring(at + 1), longestFirst).ifPresent(mentioned::add);
      }
    }
    return mentioned;
  }

  private static java.util.Optional<String> named(String text, List<Caller> longestFirst) {
    return longestFirst.stream()
        .filter(person -> startsWithName(text, person.name()))
        .findFirst()
        .filter(longest ->
            longestFirst.stream()
                    .filter(person -> fold(person.name()).equals(fold(longest.name())))
                    .count()
                == 1)
        .map(Caller::id);
  }

  private static boolean startsWithName(String text, String name) {
    return text.length() >= name.length()
        && !name.isBlank()
        && fold(text.substring(0, name.length())).equals(fold(name))
        && (text.length() == name.length()
            || !Character.isLetterOrDigit(text.codePointAt(name.length())));
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
