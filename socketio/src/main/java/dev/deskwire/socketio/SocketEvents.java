package dev.deskwire.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.socketio.engine.Offload;
import dev.deskwire.socketio.session.CloseReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The handlers of one socket and the order in which they run.
///
/// Admission, connection handlers and events form one line. The departure passes by that line,
/// except that it waits for the connection handlers, which may be about to register who wants to
/// hear of it.
///
/// Events that arrived before a client left are still handled: the reference would have handled
/// them by then. When the server ended the socket, those that still wait are dropped, because
/// whoever ended it meant it to do nothing more.
final class SocketEvents extends Serial {
  private record Departure(CloseReason reason, Set<String> rooms) {}

  private final Socket socket;

  /// By event; made when the first handler comes.
  private volatile @Nullable Map<String, List<EventHandler>> named;

  // Immutable lists, replaced under the lock of this object: most sockets leave most of them empty.
  private volatile List<AnyEventHandler> any = List.of();
  private volatile List<AnyEventHandler> unhandled = List.of();
  private volatile List<EventMiddleware> middlewares = List.of();
  private volatile List<BiConsumer<CloseReason, Set<String>>> departing = List.of();
  private volatile List<Consumer<CloseReason>> departed = List.of();
  private boolean announced;
  private @Nullable Departure departure;

  SocketEvents(Socket socket) {
    this.socket = socket;
  }

  @Override
  SocketIoOptions options() {
    return socket.client.options();
  }

  void on(String event, EventHandler handler) {
    named().merge(event, List.of(handler), (present, last) -> Handlers.with(present, handler));
  }

  <T> EventHandler on(String event, Class<T> type, TypedHandler<T> handler) {
    EventHandler typed =
        (args, ack) -> {
          T value;
          try {
            value = options().json().value(args.first(), type);
          } catch (IllegalArgumentException misfit) {
            ack.send(Map.of("error", "invalid argument"));
            throw misfit;
          }
          handler.handle(value, ack);
        };
    on(event, typed);
    return typed;
  }

  void off(String event, EventHandler handler) {
    named()
        .computeIfPresent(
            event,
            (name, handlers) -> {
              var fewer = Handlers.without(handlers, handler);
              return fewer.isEmpty() ? null : fewer;
            });
  }

  private Map<String, List<EventHandler>> named() {
    var present = named;
    return present == null ? makeNamed() : present;
  }

  private synchronized Map<String, List<EventHandler>> makeNamed() {
    var present = named;
    if (present == null) {
      present = new ConcurrentHashMap<>();
      named = present;
    }
    return present;
  }

  synchronized void onAny(AnyEventHandler handler) {
    any = Handlers.with(any, handler);
  }

  synchronized void prependAny(AnyEventHandler handler) {
    any = Handlers.with(handler, any);
  }

  synchronized void offAny(AnyEventHandler handler) {
    any = Handlers.without(any, handler);
  }

  synchronized void onUnhandled(AnyEventHandler handler) {
    unhandled = Handlers.with(unhandled, handler);
  }

  synchronized void use(EventMiddleware middleware) {
    middlewares = Handlers.with(middlewares, middleware);
  }

  synchronized void onDisconnecting(BiConsumer<CloseReason, Set<String>> handler) {
    departing = Handlers.with(departing, handler);
  }

  synchronized void onDisconnect(Consumer<CloseReason> handler) {
    departed = Handlers.with(departed, handler);
  }

  void first(Runnable admission) {
    submit(admission);
  }

  void connected(List<ConnectionHandler> handlers) {
    submit(() -> {
      for (var handler : handlers) {
        safely("a connection handler", () -> handler.connected(socket));
      }
      announce();
    });
  }

  void received(List<JsonNode> data, Ack ack, Runnable handled) {
    submit(() -> {
      try {
        if (!data.isEmpty() && !endedByServer()) {
          observed(data.get(0).asText(), new Args(data.subList(1, data.size())), ack);
        }
      } finally {
        handled.run();
      }
    });
  }

  synchronized void departed(CloseReason reason, Set<String> rooms) {
    departure = new Departure(reason, rooms);
    if (announced) {
      tell(departure);
    }
  }

  private synchronized void announce() {
    announced = true;
    if (departure != null) {
      tell(departure);
    }
  }

  private void tell(Departure gone) {
    Offload.run(
        options().executor(),
        () -> {
          for (var handler : departing) {
            safely("a disconnecting handler", () -> handler.accept(gone.reason(), gone.rooms()));
          }
          for (var handler : departed) {
            safely("a disconnect handler", () -> handler.accept(gone.reason()));
          }
        });
  }

  private synchronized boolean endedByServer() {
    if (departure == null) {
      return false;
    }
    return switch (departure.reason()) {
      case SERVER_NAMESPACE_DISCONNECT, FORCED_SERVER_CLOSE, SERVER_SHUTTING_DOWN, FORCED_CLOSE ->
          true;
      case TRANSPORT_ERROR,
          TRANSPORT_CLOSE,
          PING_TIMEOUT,
          PARSE_ERROR,
          CLIENT_NAMESPACE_DISCONNECT ->
          false;
    };
  }

  private void observed(String event, Args args, Ack ack) {
    var observers = options().observers();
    if (observers.isEmpty()) {
      dispatch(event, args, ack);
      return;
    }
    observers.eventReceived(socket, event, args, ack);
    long start = System.nanoTime();
    if (dispatch(event, args, ack)) {
      observers.eventHandled(socket, event, Duration.ofNanos(System.nanoTime() - start));
    } else {
      observers.eventDropped(socket, event);
    }
  }

  /// Asks the middlewares and calls the handlers. Those for every event see also what a middleware
  /// drops, as in the reference.
  ///
  /// @return false if a middleware dropped the event
  private boolean dispatch(String event, Args args, Ack ack) {
    for (var handler : any) {
      safely("an event handler", () -> handler.handle(event, args, ack));
    }
    for (var middleware : middlewares) {
      if (!passes(middleware, event, args, ack)) {
        return false;
      }
    }
    var present = named;
    var handlers = present == null ? null : present.get(event);
    if (handlers == null) {
      for (var handler : unhandled) {
        safely("an event handler", () -> handler.handle(event, args, ack));
      }
    } else {
      for (var handler : handlers) {
        safely("an event handler", () -> handler.handle(args, ack));
      }
    }
    return true;
  }

  private boolean passes(EventMiddleware middleware, String event, Args args, Ack ack) {
    try {
      return middleware.pass(event, args, ack);
    } catch (Exception failure) {
      options().errors().failed("an event middleware", failure);
      return false;
    }
  }

  /// One handler's failure is nobody else's.
  private void safely(String what, Call call) {
    try {
      call.run();
    } catch (Throwable failure) {
      options().errors().failed(what, failure);
    }
  }

  @FunctionalInterface
  private interface Call {
    void run() throws Exception;
  }
}
