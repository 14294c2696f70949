package dev.deskwire.desk.realtime.websocket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.Authenticated;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.desk.realtime.Ending;
import dev.deskwire.desk.realtime.Fields;
import dev.deskwire.desk.realtime.Outlet;
import dev.deskwire.desk.realtime.SocketAnswer;
import dev.deskwire.desk.realtime.SocketRates;
import dev.deskwire.desk.realtime.Subscription;
import dev.deskwire.desk.realtime.Subscription.Resumed;
import dev.deskwire.desk.realtime.Subscriptions;
import dev.deskwire.socketio.vertx.PlainWebSocket;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One native WebSocket: reads its client's messages one after the other, and writes what the
/// subscription tells it.
///
/// While a message is worked off nothing more is read, so a client that sends faster than the desk
/// works waits in the network and takes no memory.
final class NativeSocket implements PlainWebSocket.Listener, Outlet, NativeClient {
  private static final Logger LOG = Logger.getLogger(NativeSocket.class);

  private final String id = Ids.next();
  private final PlainWebSocket socket;
  private final NativeEndpoint endpoint;
  private final Map<String, String> parameters;
  private final Subscriptions subscriptions;
  private final ObjectMapper json;
  private final Executor workers;
  private final SocketRates rates;
  private volatile @Nullable Subscription subscription;

  /// Held while the endpoint is told of the opening, of a message or of the end: none of them comes
  /// amid another, and nothing after the end.
  private final Lock life = new ReentrantLock();

  private volatile boolean gone;
  private boolean begun;

  NativeSocket(
      PlainWebSocket socket,
      NativeEndpoint endpoint,
      Map<String, String> parameters,
      Subscriptions subscriptions,
      Settings settings,
      ObjectMapper json,
      Executor workers) {
    this.socket = socket;
    this.endpoint = endpoint;
    this.parameters = parameters;
    this.subscriptions = subscriptions;
    this.json = json;
    this.workers = workers;
    rates = SocketRates.fresh(settings.limits());
  }

  /// Lets the client in, or closes with the reason. Blocks.
  void open(Outcome<Authenticated> signedIn) {
    try {
      var opened =
          signedIn.then(who ->
              endpoint
                  .admit(who.caller(), parameters)
                  .then(scope ->
                      subscriptions.open(
                          who, scope, endpoint.form(), this, false, it -> subscription = it)));
      switch (opened) {
        case Outcome.Done<Subscription> _ -> begin();
        case Outcome.Refused<Subscription>(var why) ->
            end(why instanceof Refusal.Unauthenticated ? Ending.EXPIRED : Ending.FORBIDDEN);
      }
    } catch (RuntimeException e) {
      LOG.errorf(e, "A WebSocket at %s cannot be opened", endpoint.path());
      end(Ending.TRY_LATER);
    }
  }

  private void begin() {
    LOG.debugf("WebSocket %s opened at %s", id, endpoint.path());
    life.lock();
    try {
      if (!gone) {
        begun = true;
        endpoint.opened(this);
      }
    } finally {
      life.unlock();
    }
    socket.resume();
  }

  @Override
  public void text(String message) {
    if (!rates.events().tryConsume(1)) {
      leave(Ending.RATE_LIMITED);
      return;
    }
    socket.pause();
    workers.execute(() -> {
      life.lock();
      try {
        if (!gone) {
          read(message);
        }
      } catch (RuntimeException e) {
        LOG.errorf(e, "A message to %s failed", endpoint.path());
        error(SocketAnswer.Code.internal, "Something broke on our side.");
      } finally {
        life.unlock();
        socket.resume();
      }
    });
  }

  @Override
  public void binary() {
    if (!rates.events().tryConsume(1)) {
      leave(Ending.RATE_LIMITED);
      return;
    }
    error(SocketAnswer.Code.invalid, "Messages are JSON in text frames.");
  }

  @Override
  public void closed() {
    var open = subscription;
    if (open != null) {
      open.closed();
    }
    gone = true;
    workers.execute(this::end);
    LOG.debugf("WebSocket %s closed", id);
  }

  private void end() {
    life.lock();
    try {
      if (begun) {
        endpoint.closed(this);
      }
    } finally {
      life.unlock();
    }
  }

  private void read(String text) {
    var message = parsed(text);
    var type = message.path("type");
    if (!type.isTextual()) {
      error(SocketAnswer.Code.invalid, "A message is a JSON object with a type.");
      return;
    }
    switch (type.asText()) {
      case "ping" -> send(Fields.of("type", "pong"));
      case "resume" -> resume(message.path("after"));
      default ->
          answer(
              endpoint
                  .receive(this, type.asText(), message)
                  .orElseGet(() ->
                      Outcome.refused(
                          new Refusal.Malformed("type", "There is no message of this type."))));
    }
  }

  private JsonNode parsed(String text) {
    try {
      return Optional.ofNullable(json.readTree(text)).orElseGet(MissingNode::getInstance);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private void answer(Outcome<NativeEndpoint.Done> outcome) {
    if (SocketAnswer.of(outcome.map(_ -> Map.of()))
        instanceof SocketAnswer.Refused(var code, var why)) {
      error(code, why);
    }
  }

  private void resume(JsonNode after) {
    if (!endpoint.isDurable()) {
      error(SocketAnswer.Code.invalid, "Nothing here is kept that could be resumed.");
    } else if (!after.isIntegralNumber() || after.asLong() < 0) {
      error(SocketAnswer.Code.invalid, "resume takes {after}, a position of the log.");
    } else {
      Objects.requireNonNull(subscription).resume(after.asLong(), this::resumed);
    }
  }

  private void resumed(Resumed resumed) {
    send(
        switch (resumed) {
          case Resumed.UpTo(var cursor) -> Fields.of("type", "resumed", "cursor", cursor);
          case Resumed.Reset(var cursor) ->
              Fields.of("type", "reset", "reset", true, "cursor", cursor);
        });
  }

  private void error(SocketAnswer.Code code, String message) {
    send(Fields.of("type", "error", "code", code.name(), "message", message));
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Caller caller() {
    return Objects.requireNonNull(subscription).caller();
  }

  @Override
  public Map<String, String> parameters() {
    return parameters;
  }

  @Override
  public void send(Map<String, Object> message) {
    send(NativeMessage.of(message, json));
  }

  @Override
  public void send(NativeMessage message) {
    var open = subscription;
    if (open == null) {
      socket.send(message.bytes());
    } else {
      open.send(message.bytes());
    }
  }

  @Override
  public String transport() {
    return "native";
  }

  @Override
  public boolean isOpen() {
    return socket.isOpen();
  }

  @Override
  public boolean isGone() {
    return socket.isGone();
  }

  @Override
  public void send(byte[] message) {
    socket.send(message);
  }

  @Override
  public long queuedBytes() {
    return socket.queuedBytes();
  }

  @Override
  public void expiring(long seconds) {
    send(Fields.of("type", "auth:expiring", "in", seconds));
  }

  @Override
  public void heartbeat(long position) {
    // its pings are frames of WebSocket
  }

  private void leave(Ending ending) {
    var open = subscription;
    if (open == null) {
      end(ending);
    } else {
      open.end(ending);
    }
  }

  @Override
  public void end(Ending ending) {
    if (ending == Ending.RESTARTING) {
      send(Fields.of("type", "server:restarting", "in", Ending.BACK_IN.toSeconds()));
    }
    socket.close(ending.code(), ending.reason());
  }
}
