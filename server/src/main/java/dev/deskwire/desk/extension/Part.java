package dev.deskwire.desk.extension;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.desk.platform.Text;
import dev.deskwire.desk.realtime.SocketCommand;
import dev.deskwire.desk.realtime.websocket.NativeEndpoint;
import dev.deskwire.desk.timeline.EntityType;
import dev.deskwire.extension.Extension;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One jar in the folder of extensions, from its loading to its end. No method throws: what goes
/// wrong makes it one that failed.
final class Part {
  private static final Logger LOG = Logger.getLogger(Part.class);

  /// For statistics an admin waits, so less than for other calls.
  private static final Duration STATS = Duration.ofSeconds(2);

  private sealed interface State {
    /// Not initialized yet.
    record Begun() implements State {}

    record Initialized() implements State {}

    record Running() implements State {}

    record Failed(String problem) implements State {}
  }

  private final Path file;
  private final DeskServices services;
  private final Registry registry;
  private final Duration patience;
  private volatile State state = new State.Begun();
  private volatile @Nullable ExtensionJar jar;
  private volatile @Nullable Compartment compartment;
  private volatile @Nullable Extension extension;
  private volatile @Nullable Additions additions;
  private volatile @Nullable DeskContext context;
  private volatile @Nullable EventTail tail;
  private volatile String name;

  Part(Path file, DeskServices services, Registry registry, Duration patience) {
    this.file = file;
    this.services = services;
    this.registry = registry;
    this.patience = patience;
    name = fileName();
  }

  private String fileName() {
    return Objects.requireNonNull(file.getFileName()).toString();
  }

  /// The extension's name; the file's until it has said one that can be used.
  String name() {
    return name;
  }

  boolean hasFailed() {
    return state instanceof State.Failed;
  }

  boolean isRunning() {
    return state instanceof State.Running;
  }

  /// Loads the jar and asks the extension its name.
  void load() {
    attempt(() -> {
      var opened = ExtensionJar.open(file);
      jar = opened;
      var rooms = new Compartment(fileName(), opened.loader(), patience);
      compartment = rooms;
      var made = rooms.call("loading", opened::instantiate);
      extension = made;
      var said = rooms.call("name", made::name);
      if (said == null || !Text.isWord(said)) {
        throw new ExtensionFailure("its name must be a lower-case word, but is " + said);
      }
      name = said;
      return said;
    });
  }

  /// Another jar has an extension of its name.
  void refuseFor(Part other) {
    var mine = name;
    name = fileName();
    fail(new ExtensionFailure("the name " + mine + " is taken by " + other.fileName()));
  }

  /// Lets the extension say what it adds.
  void initialize() {
    attempt(() -> {
      var rooms = Objects.requireNonNull(compartment);
      var made = Objects.requireNonNull(extension);
      var added = new Additions(name);
      var given = new DeskContext(services, registry, added, rooms);
      additions = added;
      context = given;
      try {
        rooms.run("initialize", () -> made.initialize(given));
      } finally {
        added.close();
      }
      state = new State.Initialized();
      return made;
    });
  }

  /// Puts into effect what it adds.
  void takeEffect() {
    if (!(state instanceof State.Initialized)) {
      return;
    }
    try {
      registry.add(additions());
      var listening = services.tail(name, additions().listeners());
      tail = listening;
      listening.start();
      state = new State.Running();
      LOG.infof("Extension %s is running (%s)", name, fileName());
    } catch (ExtensionFailure e) {
      end();
      fail(e);
    }
  }

  private Additions additions() {
    return Objects.requireNonNull(additions);
  }

  private void attempt(Callable<?> step) {
    try {
      step.call();
    } catch (Exception | LinkageError e) {
      fail(e);
    }
  }

  private void fail(Throwable why) {
    var problem = why instanceof ExtensionFailure known ? known.problem() : why.toString();
    state = new State.Failed(problem);
    LOG.warnf(why.getCause(), "Extension %s is left out: %s", fileName(), problem);
    close();
  }

  /// Ends it, if it runs.
  void shutdown() {
    if (isRunning()) {
      end();
      close();
      state = new State.Begun();
    }
  }

  private void end() {
    stopListening();
    var made = Objects.requireNonNull(extension);
    try {
      Objects.requireNonNull(compartment).run("shutdown", made::shutdown);
    } catch (ExtensionFailure e) {
      LOG.warn(e.getMessage(), e.getCause());
    }
  }

  private void stopListening() {
    var listening = tail;
    if (listening != null) {
      listening.close();
    }
  }

  /// This node has delivered the event at `seq`. Does not block.
  void delivered(long seq) {
    var listening = tail;
    if (listening != null) {
      listening.delivered(seq);
    }
  }

  /// A connection of Socket.IO is gone. Does not block.
  void gone(String socketId) {
    var given = context;
    if (given != null) {
      given.users().gone(socketId);
    }
  }

  /// Gives back what it holds, whatever state it is in.
  private void close() {
    stopListening();
    var added = additions;
    if (added != null) {
      registry.remove(added);
    }
    var given = context;
    if (given != null) {
      given.end();
    }
    var rooms = compartment;
    if (rooms != null) {
      rooms.close();
    }
    var opened = jar;
    try {
      if (opened != null) {
        opened.close();
      }
    } catch (IOException e) {
      LOG.warnf(e, "The jar %s cannot be closed", file);
    }
  }

  /// Its part of the statistics.
  Map<String, Object> stats() {
    var stats = new LinkedHashMap<String, Object>();
    stats.put("jar", fileName());
    switch (state) {
      case State.Failed(var problem) -> {
        stats.put("state", "failed");
        stats.put("problem", problem);
      }
      case State.Running _ -> {
        stats.put("state", "running");
        running(stats);
      }
      case State.Begun _, State.Initialized _ -> stats.put("state", "starting");
    }
    return stats;
  }

  private void running(Map<String, Object> stats) {
    var rooms = Objects.requireNonNull(compartment);
    var added = additions();
    Objects.requireNonNull(jar).version().ifPresent(version -> stats.put("version", version));
    stats.put("events", added.commands().stream().map(SocketCommand::event).toList());
    stats.put("paths", added.endpoints().stream().map(NativeEndpoint::path).toList());
    stats.put("entityTypes", added.entityTypes().stream().map(EntityType::name).toList());
    try {
      stats.put("stats", ownStats(rooms));
    } catch (ExtensionFailure e) {
      LOG.warn(e.getMessage(), e.getCause());
    }
    stats.put("failures", rooms.failures());
    var last = rooms.lastFailure();
    if (last != null) {
      stats.put("lastFailure", last);
    }
  }

  /// As JSON at once: writing the object runs its code, too.
  private JsonNode ownStats(Compartment rooms) {
    var made = Objects.requireNonNull(extension);
    var limit = patience.compareTo(STATS) < 0 ? patience : STATS;
    return rooms.call("stats", limit, () -> services.json().valueToTree(made.stats()));
  }
}
