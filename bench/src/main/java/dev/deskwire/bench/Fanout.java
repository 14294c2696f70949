package dev.deskwire.bench;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.deskwire.bench.check.PollingCheck;
import dev.deskwire.bench.check.SlowReaderCheck;
import dev.deskwire.bench.report.Figures;
import dev.deskwire.bench.report.Markdown;
import dev.deskwire.bench.report.Plot;
import dev.deskwire.bench.report.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Measures what a broadcast costs, beside the peers. See [Options] for the command line.
public final class Fanout {
  private final Options options;
  private final String commandLine;

  /// One event loop for each core. The generators need as many; all servers are meant alike.
  private final int loops = Runtime.getRuntime().availableProcessors();

  /// As it is at the beginning: results that are written meanwhile are a change, too.
  private final String commit;

  private Fanout(Options options, String commandLine) throws IOException {
    this.commit = Environment.commit();
    this.options = options;
    this.commandLine = commandLine;
  }

  public static void main(String[] args) throws IOException {
    Locale.setDefault(Locale.ROOT);
    Options options;
    try {
      options = Options.parse(args);
    } catch (IllegalArgumentException mistake) {
      System.err.println(mistake.getMessage() + "\n\n" + Options.USAGE);
      System.exit(2);
      return;
    }
    boolean kept = new Fanout(options, "./desk bench fanout " + String.join(" ", args)).run();
    System.exit(kept ? 0 : 1);
  }

  /// @return whether all promises were kept
  private boolean run() throws IOException {
    var figures = new ArrayList<Figures>();
    for (int connections : options.connections()) {
      figures.addAll(measure(connections));
      // What has been measured is not lost when something fails later.
      write(results(figures, List.of()));
    }
    var checks = new ArrayList<Results.Check>();
    if (options.checks()) {
      say("checking long-polling");
      checks.add(PollingCheck.run(loops));
      say("checking a reader that stops");
      checks.add(SlowReaderCheck.run(loops));
    }
    var results = results(figures, checks);
    write(results);
    System.out.println(Markdown.of(results, options.name() + ".svg"));
    return checks.stream().allMatch(Results.Check::kept);
  }

  private List<Figures> measure(int connections) {
    var contests = new ArrayList<Contest>();
    try {
      for (var rival : options.rivals()) {
        say("connecting %,d clients to %s".formatted(connections, rival.label()));
        var contest = new Contest(rival, options, loops);
        contests.add(contest);
        contest.connect(connections);
      }
      for (int round = 1; round <= options.rounds(); round++) {
        say("round %d of %d".formatted(round, options.rounds()));
        contests.forEach(Contest::single);
        contests.forEach(Contest::burst);
      }
      return contests.stream().map(Contest::figures).toList();
    } finally {
      contests.forEach(Contest::close);
    }
  }

  private Results results(List<Figures> figures, List<Results.Check> checks) throws IOException {
    return new Results(
        Instant.now().truncatedTo(ChronoUnit.MINUTES).toString(),
        Environment.machine(),
        commit,
        commandLine.strip(),
        Environment.versions(),
        options.size() + FRAME_AROUND_TEXT,
        figures,
        checks);
  }

  private void write(Results results) throws IOException {
    if (options.name().isEmpty()) {
      return;
    }
    var folder = Path.of(System.getProperty("bench.home"), "results");
    Files.createDirectories(folder);
    var json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    Files.writeString(
        folder.resolve(options.name() + ".json"), json.writeValueAsString(results) + "\n");
    Files.writeString(
        folder.resolve(options.name() + ".md"), Markdown.of(results, options.name() + ".svg"));
    Files.writeString(folder.resolve(options.name() + ".svg"), Plot.of(results));
    say("written to " + folder.resolve(options.name() + ".{json,md,svg}"));
  }

  /// `42["news","` and `"]`, and the two bytes of the frame's header.
  private static final int FRAME_AROUND_TEXT = 15;

  private static void say(String what) {
    System.err.println(what);
  }
}
