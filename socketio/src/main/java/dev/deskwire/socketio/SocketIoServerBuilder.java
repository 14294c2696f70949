package dev.deskwire.socketio;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.deskwire.socketio.engine.ClientFiles;
import dev.deskwire.socketio.engine.CorsPolicy;
import dev.deskwire.socketio.engine.EngineObserver;
import dev.deskwire.socketio.engine.EngineOptions;
import dev.deskwire.socketio.engine.ErrorHook;
import dev.deskwire.socketio.engine.HeaderHook;
import dev.deskwire.socketio.engine.HttpMiddleware;
import dev.deskwire.socketio.engine.HttpOptions;
import dev.deskwire.socketio.engine.IdGenerator;
import dev.deskwire.socketio.engine.OpeningOptions;
import dev.deskwire.socketio.engine.RefusalHook;
import dev.deskwire.socketio.engine.RequestGate;
import dev.deskwire.socketio.engine.SessionCookie;
import dev.deskwire.socketio.engine.TransportKind;
import dev.deskwire.socketio.packet.EnginePacket;
import dev.deskwire.socketio.packet.JsonFormat;
import dev.deskwire.socketio.packet.PacketFormat;
import dev.deskwire.socketio.room.Adapter;
import dev.deskwire.socketio.room.InMemoryAdapter;
import dev.deskwire.socketio.session.EngineSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Collects the options of a server. Defaults are the reference's, where it has the option.
public final class SocketIoServerBuilder {
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

  SocketIoServerBuilder() {}

  /// Where the server lives; a missing slash at the end is added.
  public SocketIoServerBuilder path(String value) {
    path = value.endsWith("/") ? value : value + "/";
    return this;
  }

  /// Where the server lives, with no slash at the end: the reference's `addTrailingSlash: false`.
  public SocketIoServerBuilder pathWithoutSlash(String value) {
    path = value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
    return this;
  }

  /// How long after one sign of life the client is asked for the next.
  public SocketIoServerBuilder pingInterval(Duration value) {
    pingInterval = value;
    return this;
  }

  /// How long the client may take to answer.
  public SocketIoServerBuilder pingTimeout(Duration value) {
    pingTimeout = value;
    return this;
  }

  /// How long a WebSocket may take to replace long-polling.
  public SocketIoServerBuilder upgradeTimeout(Duration value) {
    upgradeTimeout = value;
    return this;
  }

  /// How long a client may take to join its first namespace.
  public SocketIoServerBuilder connectTimeout(Duration value) {
    connectTimeout = value;
    return this;
  }

  /// The most bytes in one POST or one WebSocket message.
  public SocketIoServerBuilder maxHttpBufferSize(int bytes) {
    maxHttpBufferSize = bytes;
    return this;
  }

  /// Whether a polling client is told that it may move to a WebSocket.
  public SocketIoServerBuilder allowUpgrades(boolean value) {
    allowUpgrades = value;
    return this;
  }

  /// The transports a client may use.
  public SocketIoServerBuilder transports(Set<TransportKind> values) {
    transports = EnumSet.copyOf(values);
    return this;
  }

  /// What browsers are told about other origins.
  public SocketIoServerBuilder cors(CorsPolicy policy) {
    cors = policy;
    return this;
  }

  /// Asked before a connection is opened, for instance to check the origin of a WebSocket.
  public SocketIoServerBuilder allowRequest(RequestGate value) {
    gate = value;
    return this;
  }

  /// Names the sessions, for instance so that a balancer finds their node.
  public SocketIoServerBuilder generateId(IdGenerator value) {
    ids = value;
    return this;
  }

  /// A message of the layer below that every client gets before all others. The official Socket.IO
  /// client understands none but Socket.IO packets there.
  public SocketIoServerBuilder initialPacket(EnginePacket value) {
    initialPacket = value;
    return this;
  }

  /// From how many bytes on answers to polls are compressed, if the client can read that;
  /// [HttpOptions#NO_COMPRESSION] for never.
  public SocketIoServerBuilder httpCompression(int thresholdBytes) {
    compressionThreshold = thresholdBytes;
    return this;
  }

  /// From how many bytes on messages on WebSockets are compressed, if the client agrees; off unless
  /// this is called. The reference's threshold is 1,024.
  ///
  /// No window is kept between messages: an idle connection costs no more than without, and a
  /// broadcast is compressed once. It costs processor time all the same, and a message that holds a
  /// secret beside a stranger's text had better be sent with `compress(false)`.
  public SocketIoServerBuilder perMessageDeflate(int thresholdBytes) {
    deflateThreshold = thresholdBytes;
    return this;
  }

  /// Gives long-polling clients a cookie with the id of their session, for balancers.
  public SocketIoServerBuilder cookie(SessionCookie value) {
    cookie = value;
    return this;
  }

  /// Adds headers to the first answer of each session.
  public SocketIoServerBuilder onInitialHeaders(HeaderHook hook) {
    initialHeaders = initialHeaders.then(hook);
    return this;
  }

  /// Adds headers to every answer of a session.
  public SocketIoServerBuilder onHeaders(HeaderHook hook) {
    headers = headers.then(hook);
    return this;
  }

  /// Stands before every HTTP request under the server's path, after those added earlier.
  public SocketIoServerBuilder useHttp(HttpMiddleware middleware) {
    middlewares.add(middleware);
    return this;
  }

  /// Serves the official client's files beside the socket, such as `/socket.io/socket.io.min.js`.
  public SocketIoServerBuilder serveClient(ClientFiles value) {
    client = value;
    return this;
  }

  /// Hears of requests that were refused before they reached a session.
  public SocketIoServerBuilder onConnectionError(RefusalHook hook) {
    refusals = hook;
    return this;
  }

  /// What may wait for one client before it is closed as a slow reader. An event that is larger by
  /// itself is sent all the same if no more than this waits before it.
  public SocketIoServerBuilder maxQueuedBytes(long bytes) {
    maxQueuedBytes = bytes;
    return this;
  }

  /// What one client may have sent that its handlers have not worked off, before it is closed.
  public SocketIoServerBuilder maxUnhandled(int events, long bytes) {
    maxUnhandledEvents = events;
    maxUnhandledBytes = bytes;
    return this;
  }

  /// How packets are written; both sides must use the same format.
  public SocketIoServerBuilder format(PacketFormat value) {
    format = value;
    return this;
  }

  /// How broadcasts reach the sockets of other nodes.
  public SocketIoServerBuilder adapter(Adapter.Factory value) {
    adapter = value;
    return this;
  }

  /// Makes JSON of what is emitted, and values of what typed handlers take.
  public SocketIoServerBuilder mapper(ObjectMapper value) {
    mapper = value;
    return this;
  }

  /// Lets clients go on where they left off when their connection breaks.
  public SocketIoServerBuilder recovery(Recovery value) {
    recovery = value;
    return this;
  }

  /// Whether a namespace that a client brought into being ends with its last socket.
  public SocketIoServerBuilder cleanupEmptyChildNamespaces(boolean value) {
    cleanupEmptyChildNamespaces = value;
    return this;
  }

  /// Runs middlewares and handlers. It must give each task a thread that may block; the default
  /// makes virtual ones.
  public SocketIoServerBuilder executor(Executor value) {
    executor = value;
    return this;
  }

  /// Hears of exceptions in handlers.
  public SocketIoServerBuilder onError(ErrorHook value) {
    errors = value;
    return this;
  }

  /// Makes the server. It serves nobody before a shell has mounted it.
  public SocketIoServer build() {
    var options = socketOptions();
    return new SocketIoServer(path, options, engineOptions(options.observers()));
  }

  private SocketIoOptions socketOptions() {
    return new SocketIoOptions(
        connectTimeout,
        maxUnhandledEvents,
        maxUnhandledBytes,
        format,
        adapter,
        new Json(mapper),
        recovery,
        cleanupEmptyChildNamespaces,
        executor,
        errors,
        new Observers(errors));
  }

  private EngineOptions engineOptions(EngineObserver observer) {
    boolean upgrades = allowUpgrades && transports.contains(TransportKind.WEBSOCKET);
    var session =
        new EngineSettings(pingInterval, pingTimeout, upgradeTimeout, maxHttpBufferSize, upgrades);
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
