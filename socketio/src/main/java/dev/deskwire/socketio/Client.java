package dev.deskwire.socketio;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.deskwire.socketio.engine.EngineConnection;
import dev.deskwire.socketio.engine.EngineListener;
import dev.deskwire.socketio.engine.EventLoop;
import dev.deskwire.socketio.engine.MonotonicTime;
import dev.deskwire.socketio.engine.Offload;
import dev.deskwire.socketio.engine.Outbound;
import dev.deskwire.socketio.packet.EnginePacket;
import dev.deskwire.socketio.packet.SocketPacket;
import dev.deskwire.socketio.session.ClientAction;
import dev.deskwire.socketio.session.ClientSession;
import dev.deskwire.socketio.session.CloseReason;
import dev.deskwire.socketio.session.EngineSession;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;

/// One connection as Socket.IO sees it: the namespaces its client asked for and the sockets that
/// came of it.
///
/// The [ClientSession] is touched on the connection's loop only. Events on their way to handlers
/// are bounded in number and bytes; a client that sends faster than its handlers work is closed.
final class Client implements EngineListener {
  private static final AtomicIntegerFieldUpdater<Client> UNHANDLED_EVENTS =
      AtomicIntegerFieldUpdater.newUpdater(Client.class, "unhandledEvents");

  private static final AtomicLongFieldUpdater<Client> UNHANDLED_BYTES =
      AtomicLongFieldUpdater.newUpdater(Client.class, "unhandledBytes");

  private final SocketIoServer server;
  private final EngineConnection engine;
  private final ClientSession session;

  /// An immutable list, replaced under the lock of this object: most clients are in one namespace.
  private volatile List<Socket> sockets = List.of();

  private volatile int unhandledEvents;
  private volatile long unhandledBytes;

  /// Made when it is first asked for.
  private volatile @Nullable Connection connection;

  /// Rings if the client joins nothing; null once it has, or is gone.
  private EventLoop.@Nullable Timer joinTimer;

  /// Bytes of the messages of the packet that is being received.
  private int packetBytes;

  Client(SocketIoServer server, EngineConnection engine) {
    this.server = server;
    this.engine = engine;
    var timeout = options().connectTimeout();
    this.session =
        new ClientSession(options().format().newDecoder(), MonotonicTime.now().plus(timeout));
    joinTimer = engine.schedule(timeout, () -> perform(session.tick(MonotonicTime.now())));
  }

  SocketIoOptions options() {
    return server.options();
  }

  EngineConnection engine() {
    return engine;
  }

  Connection connection() {
    var present = connection;
    return present == null ? makeConnection() : present;
  }

  private synchronized Connection makeConnection() {
    var present = connection;
    if (present == null) {
      present = new Connection(this);
      connection = present;
    }
    return present;
  }

  // From the engine, on the connection's loop

  @Override
  public void message(EnginePacket message) {
    switch (message) {
      case EnginePacket.Message(var text) -> {
        packetBytes += text.length();
        perform(session.text(text));
      }
      case EnginePacket.Binary(var bytes) -> {
        packetBytes += bytes.remaining();
        perform(session.binary(bytes));
      }
      case EnginePacket.Open(var ignored) -> {}
      case EnginePacket.Close() -> {}
      case EnginePacket.Ping(var ignored) -> {}
      case EnginePacket.Pong(var ignored) -> {}
      case EnginePacket.Upgrade() -> {}
      case EnginePacket.Noop() -> {}
    }
  }

  @Override
  public void closed(CloseReason reason) {
    session.closed();
    stopJoinTimer();
    endAll(reason);
  }

  private void stopJoinTimer() {
    if (joinTimer != null) {
      joinTimer.cancel();
      joinTimer = null;
    }
  }

  private void perform(List<ClientAction> actions) {
    for (var action : actions) {
      int bytes = packetBytes;
      packetBytes = 0;
      switch (action) {
        case ClientAction.Admit(var namespace, var auth) -> admit(namespace, auth);
        case ClientAction.Deliver(var event) -> deliver(event, bytes);
        case ClientAction.Acknowledge(var ack) -> {
          var socket = in(ack.namespace());
          if (socket != null) {
            socket.acknowledged(ack);
          }
        }
        case ClientAction.Leave(var namespace) -> {
          var socket = in(namespace);
          if (socket != null) {
            socket.end(CloseReason.CLIENT_NAMESPACE_DISCONNECT);
          }
        }
        case ClientAction.Close(var reason) -> {
          // Usually the transport closes at once, and its reason is the sockets' reason. When it
          // has to wait, they do not wait with it.
          engine.close(EngineSession.NO_CODE, "");
          engine.execute(() -> endAll(reason));
        }
      }
    }
  }

  private void admit(String name, ObjectNode auth) {
    if (server.within(name, namespace -> admit(namespace, auth))) {
      return;
    }
    if (!server.hasRules()) {
      refuse(name, "Invalid namespace", null);
      return;
    }
    Runnable creation =
        () -> {
          server.createFor(name, auth);
          engine.execute(() -> admitAtLast(name, auth));
        };
    if (!Offload.run(options().executor(), creation)) {
      refuse(name, "Invalid namespace", null);
    }
  }

  /// The rules have been asked.
  private void admitAtLast(String name, ObjectNode auth) {
    if (engine.isOpen() && !server.within(name, namespace -> admit(namespace, auth))) {
      refuse(name, "Invalid namespace", null);
    }
  }

  private void admit(Namespace namespace, ObjectNode auth) {
    var socket = new Socket(namespace, this, auth.isEmpty() ? null : auth);
    remember(socket);
    namespace.node().add(socket);
    socket.admit(() -> {
      var admission = namespace.admit(socket);
      engine.execute(() -> conclude(socket, admission));
    });
  }

  private void conclude(Socket socket, Admission admission) {
    var namespace = socket.namespace();
    switch (admission) {
      case Admission.Admitted() -> {
        if (!session.admitted(namespace.name())) {
          socket.end(CloseReason.TRANSPORT_CLOSE);
        } else if (socket.isOver()) {
          session.left(namespace.name());
          send(new SocketPacket.Disconnect(namespace.name()));
        } else {
          // The reply is queued before the socket counts as connected, so that no event of another
          // thread can overtake it.
          stopJoinTimer();
          send(new SocketPacket.Connect(namespace.name(), welcome(socket)));
          namespace.enter(socket);
        }
      }
      case Admission.Refused(var message, var data) -> {
        socket.end(CloseReason.SERVER_NAMESPACE_DISCONNECT);
        refuse(namespace.name(), message, data);
      }
    }
  }

  private static ObjectNode welcome(Socket socket) {
    var welcome = JsonNodeFactory.instance.objectNode().put("sid", socket.id());
    var pid = socket.pid();
    return pid == null ? welcome : welcome.put("pid", pid);
  }

  private void refuse(String namespace, String message, @Nullable Object data) {
    session.left(namespace);
    options().observers().refused(namespace, message);
    var error = JsonNodeFactory.instance.objectNode().put("message", message);
    if (data != null) {
      error.set("data", options().json().node(data));
    }
    send(new SocketPacket.ConnectError(namespace, error));
  }

  private void deliver(SocketPacket.Event event, int bytes) {
    var socket = in(event.namespace());
    if (socket == null) {
      return;
    }
    boolean tooMany = UNHANDLED_EVENTS.incrementAndGet(this) > options().maxUnhandledEvents();
    UNHANDLED_BYTES.addAndGet(this, bytes);
    boolean tooBig = unhandledBytes > options().maxUnhandledBytes() && unhandledEvents > 1;
    if (tooMany || tooBig) {
      giveUp("too many events");
      return;
    }
    socket.received(
        event,
        () -> {
          UNHANDLED_EVENTS.decrementAndGet(this);
          UNHANDLED_BYTES.addAndGet(this, -bytes);
        });
  }

  // From any thread

  Outbound encode(SocketPacket packet, boolean droppable) {
    return server.encode(packet, droppable);
  }

  void send(SocketPacket packet) {
    engine.send(encode(packet, false));
  }

  void left(Socket socket) {
    engine.execute(() -> session.left(socket.namespace().name()));
  }

  private synchronized void remember(Socket socket) {
    sockets = Handlers.with(sockets, socket);
  }

  synchronized void forget(Socket socket) {
    sockets = Handlers.without(sockets, socket);
  }

  void disconnectAll() {
    sockets.forEach(Socket::disconnectFromNamespace);
    close(EngineSession.NO_CODE, "");
  }

  void close(int code, String reason) {
    endAll(CloseReason.FORCED_SERVER_CLOSE);
    engine.close(code, reason);
  }

  /// Closes at once: this client is more than one connection may cost.
  void giveUp(String reason) {
    engine.abandon(CloseReason.TRANSPORT_ERROR, EngineConnection.TRY_AGAIN_LATER, reason);
  }

  private void endAll(CloseReason reason) {
    sockets.forEach(socket -> socket.end(reason));
  }

  private @Nullable Socket in(String namespace) {
    for (var socket : sockets) {
      if (socket.namespace().name().equals(namespace)) {
        return socket;
      }
    }
    return null;
  }
}
