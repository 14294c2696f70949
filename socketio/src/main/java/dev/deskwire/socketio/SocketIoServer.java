package dev.deskwire.socketio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.deskwire.socketio.engine.EngineOptions;
import dev.deskwire.socketio.engine.EngineServer;
import dev.deskwire.socketio.engine.HttpOptions;
import dev.deskwire.socketio.engine.Outbound;
import dev.deskwire.socketio.packet.EncodedPacket;
import dev.deskwire.socketio.packet.SocketPacket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A Socket.IO server, to be mounted by a shell.
///
/// ```java
/// var server = SocketIoServer.builder().build();
/// var chat = server.of("/");
/// chat.use(socket -> socket.handshake().auth().has("token")
///     ? Admission.admit() : Admission.refuse("who are you?"));
/// chat.onConnection(socket -> socket.on("hello", (args, ack) -> ack.send("hello yourself")));
/// ```
public final class SocketIoServer {
  /// The close code for "the server restarts". Source: the IANA registry of WebSocket close codes.
  private static final int SERVICE_RESTART = 1012;

  private final String path;
  private final SocketIoOptions options;
  private final EngineServer engine;
  private final Map<String, Namespace> namespaces = new ConcurrentHashMap<>();
  private final ReentrantLock creating = new ReentrantLock();
  private final List<ParentNamespace> parents = new CopyOnWriteArrayList<>();
  private final Map<ParentNamespace, Pattern> patterns = new ConcurrentHashMap<>();
  private final List<Consumer<Namespace>> newNamespaceHandlers = new CopyOnWriteArrayList<>();

  SocketIoServer(String path, SocketIoOptions options, EngineOptions engineOptions) {
    this.path = path;
    this.options = options;
    this.engine = new EngineServer(engineOptions, connection -> new Client(this, connection));
    of("/");
  }

  /// Begins a server with the defaults of the reference.
  public static SocketIoServerBuilder builder() {
    return new SocketIoServerBuilder();
  }

  /// The namespace of this name, made when it is asked for first. Clients can only join namespaces
  /// that the application has asked for.
  public Namespace of(String name) {
    var absolute = name.startsWith("/") ? name : "/" + name;
    var found = namespaces.get(absolute);
    return found == null ? create(absolute, parentOf(absolute)) : found;
  }

  /// Namespaces that come into being when a client asks for a name in which the pattern is found.
  public ParentNamespace of(Pattern pattern) {
    var parent = new ParentNamespace((name, auth) -> pattern.matcher(name).find());
    patterns.put(parent, pattern);
    parents.add(parent);
    return parent;
  }

  /// Namespaces that come into being when a client asks for them and the rule admits it. Of several
  /// rules, the first that admits counts.
  public ParentNamespace of(NamespaceRule rule) {
    var parent = new ParentNamespace(rule);
    parents.add(parent);
    return parent;
  }

  /// The names of all namespaces there are now.
  public Set<String> namespaces() {
    return Set.copyOf(namespaces.keySet());
  }

  /// The namespace of this name, if there is one now.
  public Optional<Namespace> find(String name) {
    return Optional.ofNullable(namespaces.get(name));
  }

  /// Hears of every namespace that comes into being, before its first client can join. The handler
  /// must not ask for the same namespace by [#of].
  public void onNewNamespace(Consumer<Namespace> handler) {
    newNamespaceHandlers.add(handler);
  }

  /// Adds someone who hears what connections and sockets do from now on.
  public void observe(ServerObserver observer) {
    options.observers().add(observer);
  }

  /// Takes an observer away again.
  public void unobserve(ServerObserver observer) {
    options.observers().remove(observer);
  }

  /// The path under which requests belong to this server, such as `/socket.io/`.
  public String path() {
    return path;
  }

  /// The layer below, for the shell that mounts this server.
  public EngineServer engine() {
    return engine;
  }

  /// Closes as [#close(Duration)] does, with a patience of five seconds.
  public CompletionStage<Void> close() {
    return close(Duration.ofSeconds(5));
  }

  /// Ends every socket as `server shutting down`, then closes the connections with 1012, in order:
  /// what was sent before still goes out. Opens no more. The official clients then try to
  /// reconnect, perhaps to another node.
  ///
  /// @param patience for clients that are slow to take what was sent to them, or to poll; what is
  ///   open then is closed at once
  /// @return completes when no connection is open any more, on the last one's loop
  public CompletionStage<Void> close(Duration patience) {
    namespaces.values().forEach(Namespace::shutDown);
    return engine.close(SERVICE_RESTART, "restarting", patience);
  }

  /// Does something with a namespace, which stays in being meanwhile.
  ///
  /// @return false if there is none
  boolean within(String name, Consumer<Namespace> action) {
    return namespaces.computeIfPresent(
            name,
            (key, namespace) -> {
              action.accept(namespace);
              return namespace;
            })
        != null;
  }

  /// Whether a client may bring namespaces into being.
  boolean hasRules() {
    return !parents.isEmpty();
  }

  /// Brings a namespace into being for a client, if a rule admits it; not if that fails. It may
  /// block.
  void createFor(String name, ObjectNode auth) {
    for (var parent : parents) {
      if (admits(parent.rule(), name, auth)) {
        try {
          create(name, parent);
        } catch (Throwable failure) {
          options.errors().failed("making a namespace", failure);
        }
        return;
      }
    }
  }

  /// A namespace that a client brought into being has no socket any more.
  void emptied(Namespace namespace, ParentNamespace parent) {
    if (options.cleanupEmptyChildNamespaces()) {
      // Whoever joins it at this moment does so before or after, within this map's lock.
      namespaces.computeIfPresent(
          namespace.name(),
          (name, present) -> {
            if (present != namespace || !namespace.node().isEmpty()) {
              return present;
            }
            parent.release(namespace);
            namespace.adapter().close();
            return null;
          });
    }
  }

  private boolean admits(NamespaceRule rule, String name, ObjectNode auth) {
    try {
      return rule.admits(name, auth);
    } catch (Exception failure) {
      options.errors().failed("a namespace rule", failure);
      return false;
    }
  }

  private @Nullable ParentNamespace parentOf(String name) {
    for (var parent : parents) {
      var pattern = patterns.get(parent);
      if (pattern != null && pattern.matcher(name).find()) {
        return parent;
      }
    }
    return null;
  }

  private Namespace create(String name, @Nullable ParentNamespace parent) {
    creating.lock();
    try {
      var present = namespaces.get(name);
      if (present != null) {
        return present;
      }
      var namespace = new Namespace(name, this, parent);
      prepare(namespace, parent);
      if (parent != null) {
        parent.adopt(namespace);
      }
      namespaces.put(name, namespace);
      return namespace;
    } finally {
      creating.unlock();
    }
  }

  /// No client gets in before the handlers have added what guards the namespace, nor when one
  /// fails.
  private void prepare(Namespace namespace, @Nullable ParentNamespace parent) {
    try {
      if (parent != null) {
        parent.equip(namespace);
      }
      newNamespaceHandlers.forEach(handler -> handler.accept(namespace));
    } catch (Throwable failure) {
      namespace.adapter().close();
      throw failure;
    }
  }

  SocketIoOptions options() {
    return options;
  }

  Outbound encode(SocketPacket packet, boolean droppable) {
    return encode(packet, droppable, true);
  }

  Outbound encode(SocketPacket packet, boolean droppable, boolean compressible) {
    var packets =
        options.format().encode(packet).stream()
            .map(part -> new EncodedPacket(part, compressible))
            .toList();
    packets.forEach(this::deflate);
    return Outbound.of(packets, droppable);
  }

  /// Compresses on the thread that sends, because an event loop is no place for long work.
  private void deflate(EncodedPacket packet) {
    int threshold = engine.options().deflateThreshold();
    if (threshold != HttpOptions.NO_COMPRESSION && packet.isDeflatedFrom(threshold)) {
      var unused = packet.deflatedFrame();
    }
  }
}
