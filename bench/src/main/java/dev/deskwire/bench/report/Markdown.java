package dev.deskwire.bench.report;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// Results as tables to read.
public final class Markdown {
  private Markdown() {}

  /// @param plot the file of the plot, beside this one
  public static String of(Results results, String plot) {
    var text = new StringBuilder();
    text.append("# Fan-out, ").append(results.at()).append("\n\n");
    text.append("- machine: ").append(results.machine()).append('\n');
    text.append("- commit: ").append(results.commit()).append('\n');
    text.append("- command: `").append(results.command()).append("`\n");
    text.append("- message: ").append(results.messageBytes()).append(" bytes with its frame\n");
    results
        .versions()
        .forEach((name, version) -> text.append("- %s: %s\n".formatted(name, version)));
    text.append(
        "\nMedians; in parentheses the lowest and the highest round; × is the ratio to the ");
    text.append("ceiling in the same run.\n\n![plot](").append(plot).append(")\n");
    text.append(
        section(
            results, "CPU of the server per message, single broadcasts (µs)", Figures::singleCpu));
    text.append(
        section(results, "CPU of the server per message, bursts of 16 (µs)", Figures::burstCpu));
    text.append(
        section(
            results, "Until the last client has a single broadcast (ms)", Figures::singleMillis));
    text.append(
        section(results, "Until the last client has a burst of 16 (ms)", Figures::burstMillis));
    text.append(memory(results));
    text.append(checks(results.checks()));
    return text.toString();
  }

  private static String section(Results results, String title, Picker picker) {
    return table(
        results,
        title,
        figures -> picker.pick(figures).median(),
        figures -> {
          var measure = picker.pick(figures);
          var sorted = measure.rounds().stream().sorted().toList();
          return "%.2f (%.2f–%.2f)"
              .formatted(measure.median(), sorted.getFirst(), sorted.getLast());
        });
  }

  private static String memory(Results results) {
    return table(
        results,
        "Resident memory per idle connection (kB)",
        Figures::bytesPerConnection,
        figures -> "%.1f".formatted(figures.bytesPerConnection() / 1000.0));
  }

  private static String table(
      Results results,
      String title,
      ToDoubleFunction<Figures> value,
      Function<Figures, String> cell) {
    var sizes = results.figures().stream().map(Figures::connections).distinct().toList();
    var servers = results.figures().stream().map(Figures::server).distinct().toList();
    var text = new StringBuilder("\n## ").append(title).append("\n\n| server |");
    sizes.forEach(size -> text.append(" %,d | × |".formatted(size)));
    text.append("\n|---|").append("--:|--:|".repeat(sizes.size())).append('\n');
    for (var server : servers) {
      text.append("| ").append(server).append(" |");
      for (int size : sizes) {
        var figures = find(results, server, size);
        double ceiling = value.applyAsDouble(find(results, Results.CEILING, size));
        text.append(
            " %s | %.2f |".formatted(cell.apply(figures), value.applyAsDouble(figures) / ceiling));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static Figures find(Results results, String server, int connections) {
    return results.figures().stream()
        .filter(one -> one.server().equals(server) && one.connections() == connections)
        .findFirst()
        .orElse(results.figures().getFirst());
  }

  private static String checks(List<Results.Check> checks) {
    if (checks.isEmpty()) {
      return "";
    }
    return "\n## Promises\n\n"
        + checks.stream()
            .map(check ->
                "- **%s**: %s. %s\n"
                    .formatted(
                        check.kept() ? "kept" : "BROKEN",
                        check.promise(),
                        check.numbers().entrySet().stream()
                            .map(number -> number.getKey() + " " + number.getValue())
                            .collect(Collectors.joining("; "))))
            .collect(Collectors.joining());
  }

  @FunctionalInterface
  private interface Picker {
    Figures.Measure pick(Figures figures);
  }
}
