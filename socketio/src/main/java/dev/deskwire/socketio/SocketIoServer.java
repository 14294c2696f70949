package dev.deskwire.socketio;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.deskwire.socketio.engine.ClientFiles;
import dev.deskwire.socketio.engine.CorsPolicy;
import dev.deskwire.socketio.engine.EngineObserver;
import dev.deskwire.socketio.engine.EngineOptions;
import dev.deskwire.socketio.engine.EngineServer;
import dev.deskwire.socketio.engine.ErrorHook;
import dev.deskwire.socketio.engine.HeaderHook;
import dev.deskwire.socketio.engine.HttpMiddleware;
import dev.deskwire.socketio.engine.HttpOptions;
import dev.deskwire.socketio.engine.IdGenerator;
import dev.deskwire.socketio.engine.OpeningOptions;
import dev.deskwire.socketio.engine.Outbound;
import dev.deskwire.socketio.engine.RefusalHook;
import dev.deskwire.socketio.engine.RequestGate;
import dev.deskwire.socketio.engine.SessionCookie;
import dev.deskwire.socketio.engine.TransportKind;
import dev.deskwire.socketio.packet.EncodedPacket;
import dev.deskwire.socketio.packet.EnginePacket;
import dev.deskwire.socketio.packet.JsonFormat;
import dev.deskwire.socketio.packet.PacketFormat;
import dev.deskwire.socketio.packet.SocketPacket;
import dev.deskwire.socketio.room.Adapter;
import dev.deskwire.socketio.room.InMemoryAdapter;
import dev.deskwire.socketio.session.EngineSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
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

  private SocketIoServer(Builder builder) {
    this.path = builder.path;
    this.options =
        new SocketIoOptions(
            builder.connectTimeout,
            builder.maxUnhandledEvents,
            builder.maxUnhandledBytes,
            builder.format,
            builder.adapter,
            new Json(builder.mapper),
            builder.recovery,
            builder.cleanupEmptyChildNamespaces,
            builder.executor,
            builder.errors,
            new Observers(builder.errors));
    this.engine =
        new EngineServer(
            builder.engineOptions(options.observers()), connection -> new Client(this, connection));
    of("/");
  }

  /// Begins a server with the defaults of the reference.
  public static Builder builder() {
    return new Builder();
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

  /// Brings a namespace into being for a client, if a rule admits it. It may block.
  void createFor(String name, ObjectNode auth) {
    for (var parent : parents) {
      if (admits(parent.rule(), name, auth)) {
        create(name, parent);
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
            if (present != namespace || !namespace.isEmpty()) {
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
      if (parent != null) {
        parent.adopt(namespace);
      }
      // No client gets in before the handlers have added what guards it.
      newNamespaceHandlers.forEach(handler -> handler.accept(namespace));
      namespaces.put(name, namespace);
      return namespace;
    } finally {
      creating.unlock();
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

  /// Collects the options of a server. Defaults are the reference's, where it has the option.
  public static final class Builder {
    private String path = "/socket.io/";
    private Duration pingInterval = EngineSettings.DEFAULT.pingInterval();
    private Duration pingTimeout = EngineSettings.DEFAULT.pingTimeout();
    private Duration upgradeTimeout = EngineSettings.DEFAULT.upgradeTimeout();
    private Duration connectTimeout = Duration.ofSeconds(45);
    private int maxHttpBufferSize = EngineSettings.DEFAULT.maxPayload();
    private boolean allowUpgrades = true;
    private Set<TransportKind> transports = EnumSet.allOf(TransportKind.class);
    private @Nullable CorsPolicy cors;
    private @Nullable RequestGate gate;
    private @Nullable IdGenerator ids;
    private @Nullable EnginePacket initialPacket;
    private long maxQueuedBytes = EngineOptions.DEFAULT_MAX_QUEUED_BYTES;
    private int compressionThreshold = HttpOptions.DEFAULT.compressionThreshold();
    private int deflateThreshold = HttpOptions.NO_COMPRESSION;
    private @Nullable SessionCookie cookie;
    private HeaderHook initialHeaders = HeaderHook.NONE;
    private HeaderHook headers = HeaderHook.NONE;
    private final List<HttpMiddleware> middlewares = new ArrayList<>();
    private @Nullable ClientFiles client;
    private RefusalHook refusals = RefusalHook.NONE;
    private int maxUnhandledEvents = 1_000;
    private long maxUnhandledBytes = EngineOptions.DEFAULT_MAX_QUEUED_BYTES;
    private PacketFormat format = new JsonFormat();
    private Adapter.Factory adapter = InMemoryAdapter::new;
    private ObjectMapper mapper = new JsonMapper();
    private @Nullable Recovery recovery;
    private boolean cleanupEmptyChildNamespaces;
    private Executor executor =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("socketio-", 0).factory());
    private ErrorHook errors = ErrorHook.logging();

    private Builder() {}

    /// Where the server lives; a missing slash at the end is added.
    public Builder path(String value) {
      path = value.endsWith("/") ? value : value + "/";
      return this;
    }

    /// Where the server lives, with no slash at the end: the reference's `addTrailingSlash: false`.
    public Builder pathWithoutSlash(String value) {
      path = value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
      return this;
    }

    /// How long after one sign of life the client is asked for the next.
    public Builder pingInterval(Duration value) {
      pingInterval = value;
      return this;
    }

    /// How long the client may take to answer.
    public Builder pingTimeout(Duration value) {
      pingTimeout = value;
      return this;
    }

    /// How long a WebSocket may take to replace long-polling.
    public Builder upgradeTimeout(Duration value) {
      upgradeTimeout = value;
      return this;
    }

    /// How long a client may take to join its first namespace.
    public Builder connectTimeout(Duration value) {
      connectTimeout = value;
      return this;
    }

    /// The most bytes in one POST or one WebSocket message.
    public Builder maxHttpBufferSize(int bytes) {
      maxHttpBufferSize = bytes;
      return this;
    }

    /// Whether a polling client is told that it may move to a WebSocket.
    public Builder allowUpgrades(boolean value) {
      allowUpgrades = value;
      return this;
    }

    /// The transports a client may use.
    public Builder transports(Set<TransportKind> values) {
      transports = EnumSet.copyOf(values);
      return this;
    }

    /// What browsers are told about other origins.
    public Builder cors(CorsPolicy policy) {
      cors = policy;
      return this;
    }

    /// Asked before a connection is opened, for instance to check the origin of a WebSocket.
    public Builder allowRequest(RequestGate value) {
      gate = value;
      return this;
    }

    /// Names the sessions, for instance so that a balancer finds their node.
    public Builder generateId(IdGenerator value) {
      ids = value;
      return this;
    }

    /// A message of the layer below that every client gets before all others. The official
    /// Socket.IO client understands none but Socket.IO packets there.
    public Builder initialPacket(EnginePacket value) {
      initialPacket = value;
      return this;
    }

    /// From how many bytes on answers to polls are compressed, if the client can read that;
    /// [HttpOptions#NO_COMPRESSION] for never.
    public Builder httpCompression(int thresholdBytes) {
      compressionThreshold = thresholdBytes;
      return this;
    }

    /// From how many bytes on messages on WebSockets are compressed, if the client agrees; off
    /// unless this is called. The reference's threshold is 1,024.
    ///
    /// No window is kept between messages: an idle connection costs no more than without, and a
    /// broadcast is compressed once. It costs processor time all the same, and a message that holds
    /// a secret beside a stranger's text had better be sent with `compress(false)`.
    public Builder perMessageDeflate(int thresholdBytes) {
      deflateThreshold = thresholdBytes;
      return this;
    }

    /// Gives long-polling clients a cookie with the id of their session, for balancers.
    public Builder cookie(SessionCookie value) {
      cookie = value;
      return this;
    }

    /// Adds headers to the first answer of each session.
    public Builder onInitialHeaders(HeaderHook hook) {
      initialHeaders = initialHeaders.then(hook);
      return this;
    }

    /// Adds headers to every answer of a session.
    public Builder onHeaders(HeaderHook hook) {
      headers = headers.then(hook);
      return this;
    }

    /// Stands before every HTTP request under the server's path, after those added earlier.
    public Builder useHttp(HttpMiddleware middleware) {
      middlewares.add(middleware);
      return this;
    }

    /// Serves the official client's files beside the socket, such as `/socket.io/socket.io.min.js`.
    public Builder serveClient(ClientFiles value) {
      client = value;
      return this;
    }

    /// Hears of requests that were refused before they reached a session.
    public Builder onConnectionError(RefusalHook hook) {
      refusals = hook;
      return this;
    }

    /// What may wait for one client before it is closed as a slow reader.
    public Builder maxQueuedBytes(long bytes) {
      maxQueuedBytes = bytes;
      return this;
    }

    /// What one client may have sent that its handlers have not worked off, before it is closed.
    public Builder maxUnhandled(int events, long bytes) {
      maxUnhandledEvents = events;
      maxUnhandledBytes = bytes;
      return this;
    }

    /// How packets are written; both sides must use the same format.
    public Builder format(PacketFormat value) {
      format = value;
      return this;
    }

    /// How broadcasts reach the sockets of other nodes.
    public Builder adapter(Adapter.Factory value) {
      adapter = value;
      return this;
    }

    /// Makes JSON of what is emitted, and values of what typed handlers take.
    public Builder mapper(ObjectMapper value) {
      mapper = value;
      return this;
    }

    /// Lets clients go on where they left off when their connection breaks.
    public Builder recovery(Recovery value) {
      recovery = value;
      return this;
    }

    /// Whether a namespace that a client brought into being ends with its last socket.
    public Builder cleanupEmptyChildNamespaces(boolean value) {
      cleanupEmptyChildNamespaces = value;
      return this;
    }

    /// Runs middlewares and handlers. It must give each task a thread that may block; the default
    /// makes virtual ones.
    public Builder executor(Executor value) {
      executor = value;
      return this;
    }

    /// Hears of exceptions in handlers.
    public Builder onError(ErrorHook value) {
      errors = value;
      return this;
    }

    /// Makes the server. It serves nobody before a shell has mounted it.
    public SocketIoServer build() {
      return new SocketIoServer(this);
    }

    private EngineOptions engineOptions(EngineObserver observer) {
      boolean upgrades = allowUpgrades && transports.contains(TransportKind.WEBSOCKET);
      var session =
          new EngineSettings(
              pingInterval, pingTimeout, upgradeTimeout, maxHttpBufferSize, upgrades);
      var http =
          new HttpOptions(
              compressionThreshold,
              cookie,
              initialHeaders,
              headers,
              middlewares,
              refusals,
              client,
              path.endsWith("/") ? path : path + "/");
      var opening = new OpeningOptions(gate, ids, initialPacket);
      return new EngineOptions(
          session,
          transports,
          cors,
          opening,
          maxQueuedBytes,
          deflateThreshold,
          http,
          observer,
          executor,
          errors);
    }
  }
}
