package dev.deskwire.desk.realtime.websocket;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// A path with parameters in braces.
final class NativePath {
  private final List<String> steps;

  NativePath(String template) {
    steps = steps(template);
  }

  /// The parameters of `path`, or empty if it is another one.
  Optional<Map<String, String>> match(String path) {
    var given = steps(path);
    if (given.size() != steps.size()) {
      return Optional.empty();
    }
    var parameters = new LinkedHashMap<String, String>();
    for (int i = 0; i < given.size(); i++) {
      var step = steps.get(i);
      if (isParameter(step) && !given.get(i).isEmpty()) {
        parameters.put(step.substring(1, step.length() - 1), given.get(i));
      } else if (!step.equals(given.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(parameters);
  }

  /// Whether some path matches both.
  boolean overlaps(NativePath other) {
    return steps.size() == other.steps.size()
        && IntStream.range(0, steps.size())
            .allMatch(i ->
                isParameter(steps.get(i))
                    || isParameter(other.steps.get(i))
                    || steps.get(i).equals(other.steps.get(i)));
  }

  private static boolean isParameter(String step) {
    return step.startsWith("{") && step.endsWith("}");
  }

  /// One slash at the end makes no difference.
  private static List<String> steps(String path) {
    return List.of(
        (path.endsWith("/") ? path.substring(0, path.length() - 1) : path).split("/", -1));
  }
}
