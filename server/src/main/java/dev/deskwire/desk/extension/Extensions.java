package dev.deskwire.desk.extension;

import dev.deskwire.desk.platform.config.Settings;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/// Starts and ends the extensions of the folder, all at once: one that hangs holds up the start of
/// the desk for as long as its calls may take, and the others not at all.
@ApplicationScoped
public class Extensions {
  private static final Logger LOG = Logger.getLogger(Extensions.class);

  private final Settings settings;
  private final DeskServices services;
  private final Registry registry;
  private volatile List<Part> parts = List.of();

  Extensions(Settings settings, DeskServices services, Registry registry) {
    this.settings = settings;
    this.services = services;
    this.registry = registry;
  }

  /// Starts what lies in `EXTENSIONS_DIR`. Whatever fails is left out and told in the log.
  public void start() {
    start(settings.extensions().folder(), settings.extensions().timeout());
  }

  void start(Path folder, Duration timeout) {
    var found =
        jars(folder).stream().map(file -> new Part(file, services, registry, timeout)).toList();
    parts = found;
    each(found, Part::load);
    refuseDoubles(found);
    each(usable(found), Part::initialize);
    // in the order of their files, so that the same one prevails at each start
    found.forEach(Part::takeEffect);
  }

  private static List<Path> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      LOG.warnf(e, "The folder of extensions %s cannot be read: none is started", folder);
      return List.of();
    }
  }

  private static void refuseDoubles(List<Part> found) {
    var byName = new HashMap<String, Part>();
    for (var part : usable(found)) {
      var first = byName.putIfAbsent(part.name(), part);
      if (first != null) {
        part.refuseFor(first);
      }
    }
  }

  /// Those that run.
  List<Part> running() {
    return parts.stream().filter(Part::isRunning).toList();
  }

  private static List<Part> usable(List<Part> found) {
    return found.stream().filter(part -> !part.hasFailed()).toList();
  }

  void stop(@Observes ShutdownEvent stop) {
    stop();
  }

  /// Ends all of them.
  void stop() {
    each(parts, Part::shutdown);
    parts = List.of();
  }

  /// Each one's part of the statistics, by name; of one that failed before it said its name, by
  /// that of its file.
  Map<String, Object> stats() {
    var stats = new LinkedHashMap<String, Object>();
    var found = parts;
    var each = inParallel(found, Part::stats);
    for (int i = 0; i < found.size(); i++) {
      stats.put(found.get(i).name(), each.get(i));
    }
    return stats;
  }

  private static void each(Collection<Part> some, Consumer<Part> step) {
    inParallel(
        some,
        part -> {
          step.accept(part);
          return part;
        });
  }

  private static <T> List<T> inParallel(Collection<Part> some, Function<Part, T> step) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return some.stream().map(part -> threads.submit(() -> step.apply(part))).toList().stream()
          .map(Extensions::result)
          .toList();
    }
  }

  private static <T> T result(Future<T> step) {
    try {
      return step.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while extensions start or end", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("steps of extensions do not throw", e.getCause());
    }
  }
}
