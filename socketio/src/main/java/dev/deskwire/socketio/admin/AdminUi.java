package dev.deskwire.socketio.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.deskwire.socketio.Admission;
import dev.deskwire.socketio.Namespace;
import dev.deskwire.socketio.Socket;
import dev.deskwire.socketio.SocketIoServer;
import dev.deskwire.socketio.engine.Ids;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/// Lets the public page `@socket.io/admin-ui` look at a server: the reference's `instrument`.
///
/// ```java
/// AdminUi.of(server).login((name, password) -> accounts.isAdmin(name, password)).instrument();
/// ```
///
/// The page is another site: allow its origin by the server's `cors`. What it shows of a handshake
/// leaves out `auth` and the headers `cookie` and `authorization`.
public final class AdminUi implements AutoCloseable {
  /// How much the page hears.
  public enum Mode {
    /// Sums only, which cost little.
    PRODUCTION,
    /// Every socket, room and event. Each event is sent once more to every page that watches.
    DEVELOPMENT
  }

  private final Namespace namespace;
  private final Builder options;
  private final AdminStats stats;
  private final @Nullable AdminFeed feed;

  /// Sessions begun by middlewares whose sockets have not been told yet.
  private final Map<Socket, String> begun = Collections.synchronizedMap(new WeakHashMap<>());

  private AdminUi(Builder options) {
    this.options = options;
    this.namespace = options.server.of(options.namespace);
    this.stats = new AdminStats(options.server, namespace, options.serverId);
    this.feed = options.mode == Mode.DEVELOPMENT ? new AdminFeed(options.server, namespace) : null;
  }

  /// Begins to set the namespace up.
  public static Builder of(SocketIoServer server) {
    return new Builder(server);
  }

  private AdminUi begin() {
    var login = options.login;
    if (login != null) {
      namespace.use(socket -> check(socket, login));
    }
    namespace.onConnection(this::welcome);
    stats.begin();
    if (feed != null) {
      feed.begin();
    }
    return this;
  }

  /// Ends what is told; pages that are connected stay so.
  @Override
  public void close() {
    stats.close();
    if (feed != null) {
      feed.close();
    }
  }

  private Admission check(Socket socket, AdminLogin login) throws Exception {
    var auth = socket.handshake().auth();
    var session = auth.path("sessionId").asText("");
    if (!session.isEmpty() && options.sessions.exists(session)) {
      return Admission.admit();
    }
    if (auth.path("username").isTextual()
        && auth.path("password").isTextual()
        && login.admits(auth.path("username").textValue(), auth.path("password").textValue())) {
      var id = Ids.next();
      options.sessions.save(id);
      begun.put(socket, id);
      return Admission.admit();
    }
    return Admission.refuse("invalid credentials");
  }

  private void welcome(Socket socket) {
    var session = begun.remove(socket);
    if (session != null) {
      socket.emitEphemeral("session", session);
    }
    if (!options.readonly) {
      AdminCommands.serve(options.server, socket);
    }
    var features = JsonNodeFactory.instance.arrayNode();
    features().forEach(features::add);
    var config = JsonNodeFactory.instance.objectNode().set("supportedFeatures", features);
    socket.emitEphemeral("config", config);
    if (feed != null) {
      feed.tellAll(socket);
    }
  }

  private List<String> features() {
    var features = new ArrayList<String>();
    if (!options.readonly) {
      features.addAll(AdminCommands.FEATURES);
    }
    features.add("AGGREGATED_EVENTS");
    if (feed != null) {
      features.add("ALL_EVENTS");
    }
    return features;
  }

  /// Collects the options of the namespace; defaults are the reference's.
  public static final class Builder {
    private final SocketIoServer server;
    private String namespace = "/admin";
    private @Nullable AdminLogin login;
    private boolean open;
    private boolean readonly;
    private @Nullable String serverId;
    private AdminSessions sessions = AdminSessions.inMemory();
    private Mode mode = Mode.DEVELOPMENT;

    private Builder(SocketIoServer server) {
      this.server = server;
    }

    /// The namespace that the page connects to.
    public Builder namespace(String name) {
      namespace = name;
      return this;
    }

    /// Who may enter.
    public Builder login(AdminLogin value) {
      login = value;
      return this;
    }

    /// Lets everyone in who can reach the namespace.
    public Builder withoutLogin() {
      open = true;
      return this;
    }

    /// Whether the page can only look.
    public Builder readonly(boolean value) {
      readonly = value;
      return this;
    }

    /// What the page calls this node, unlike all others; the host's name unless told.
    public Builder serverId(String value) {
      serverId = value;
      return this;
    }

    /// Where sessions of the page are kept; in memory unless told.
    public Builder sessions(AdminSessions value) {
      sessions = value;
      return this;
    }

    /// How much the page hears.
    public Builder mode(Mode value) {
      mode = value;
      return this;
    }

    /// Makes the namespace. Call it once, before clients connect.
    ///
    /// @throws IllegalStateException if nothing says who may enter
    public AdminUi instrument() {
      if ((login == null) != open) {
        throw new IllegalStateException("either login or withoutLogin says who may enter");
      }
      return new AdminUi(this).begin();
    }
  }
}
