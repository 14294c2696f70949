package dev.deskwire.socketio.engine;

import dev.deskwire.socketio.packet.EncodedPacket;
import dev.deskwire.socketio.packet.EnginePacket;
import dev.deskwire.socketio.session.CloseReason;
import dev.deskwire.socketio.session.EngineAction;
import dev.deskwire.socketio.session.EngineSession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One live session: an actor around an [EngineSession].
///
/// Inputs of any thread queue up in a mailbox and are worked off one at a time on the event loop
/// that holds the transport, so that no lock is needed and nobody waits. Packets that are in the
/// mailbox together leave in one flush. With the upgrade the actor moves to the WebSocket's loop.
///
/// The mailbox is bounded by bytes: who does not take what it is sent is a slow reader, and is
/// closed with 1013, while nobody else notices.
public final class EngineConnection extends Mailbox {
  /// The close code for "try again later". Source: the IANA registry of WebSocket close codes.
  public static final int TRY_AGAIN_LATER = 1013;

  /// Gives the loop's other connections a turn after this many inputs.
  private static final int MAX_RUN = 256;

  private final String id;
  private final EngineServer server;
  private final EngineOptions options;
  private final RequestInfo request;
  private final EngineSession<HttpExchange, Wire> session;

  private static final AtomicLongFieldUpdater<EngineConnection> WAITING_BYTES =
      AtomicLongFieldUpdater.newUpdater(EngineConnection.class, "waitingBytes");

  /// Bytes in the mailbox.
  private volatile long waitingBytes;

  private boolean tooSlow;
  private volatile long sessionBytes;
  private volatile boolean open = true;
  private volatile boolean onWebSocket;
  private volatile EventLoop loop;

  /// The one that became ready before this one; belongs to the [EventLoop].
  @Nullable EngineConnection readyBefore;

  /// Whether anything but sending has happened since the last look at the session: sending alone
  /// changes neither its state nor its deadlines.
  private boolean eventful;

  private @Nullable EngineListener listener;
  private EventLoop.@Nullable Timer timer;
  private @Nullable Instant timerAt;

  EngineConnection(
      String id,
      EngineServer server,
      EngineOptions options,
      RequestInfo request,
      EventLoop loop,
      EngineSession<HttpExchange, Wire> session) {
    this.id = id;
    this.server = server;
    this.options = options;
    this.request = request.toKeep();
    this.loop = loop;
    this.session = session;
    this.onWebSocket = session.isOnWebSocket();
  }

  /// The session's id. Who knows it can speak for the client, so it belongs in no log or message.
  public String id() {
    return id;
  }

  /// A name for the connection that gives nothing away, for logs.
  public String tag() {
    return Ids.tag(id);
  }

  /// The request that opened the session.
  public RequestInfo request() {
    return request;
  }

  /// What carries the session now.
  public TransportKind transport() {
    return onWebSocket ? TransportKind.WEBSOCKET : TransportKind.POLLING;
  }

  /// Whether messages can still be sent. False from the moment a close was asked for on the loop.
  public boolean isOpen() {
    return open;
  }

  /// Bytes sent to this client that the network has not taken yet.
  public long queuedBytes() {
    return waitingBytes + sessionBytes;
  }

  /// What may wait for this client before it counts as a slow reader.
  public long maxQueuedBytes() {
    return options.maxQueuedBytes();
  }

  /// Queues packets behind all that was queued before. May be called from any thread; never blocks.
  public void send(Outbound outbound) {
    if (!open) {
      return;
    }
    long size = outbound.size();
    long waiting = WAITING_BYTES.addAndGet(this, size) + sessionBytes;
    if (isTooMuch(size, waiting)) {
      WAITING_BYTES.addAndGet(this, -size);
      if (!outbound.droppable() && becomesTooSlow()) {
        options.observer().tooSlow(this);
        abandon(CloseReason.TRANSPORT_ERROR, TRY_AGAIN_LATER, "slow reader");
      }
      return;
    }
    post(outbound, false);
  }

  /// What alone is more than the limit tells nothing of its reader: it counts by what waits before
  /// it, such as the answer to the CONNECT a moment ago.
  private boolean isTooMuch(long size, long waiting) {
    long limit = options.maxQueuedBytes();
    return size > limit ? waiting - size > limit : waiting > limit;
  }

  private synchronized boolean becomesTooSlow() {
    boolean news = !tooSlow;
    tooSlow = true;
    return news;
  }

  /// Runs a task on the connection's loop, after all that was queued before. It must not block.
  public void execute(Runnable task) {
    post(task, false);
  }

  /// Runs a task on the connection's loop after a delay.
  public EventLoop.Timer schedule(Duration delay, Runnable task) {
    return loop.schedule(delay, () -> post(task, true));
  }

  /// Closes in order: what was sent before goes out first.
  ///
  /// @param code the WebSocket close code; 1005 for none
  public void close(int code, String reason) {
    execute(() -> perform(session.close(code, reason, now())));
  }

  /// Closes at once: what has not gone out is lost.
  public void abandon(CloseReason why, int code, String reason) {
    execute(() -> perform(session.abandon(why, code, reason)));
  }

  // From the server, on the request's loop

  void begin(EngineListener heard) {
    listener = heard;
  }

  void poll(HttpExchange exchange) {
    exchange.onAbort(() -> step(() -> session.aborted(exchange)));
    step(() -> session.poll(exchange, now()));
  }

  void post(HttpExchange exchange, boolean binary) {
    exchange.onAbort(() -> step(() -> session.aborted(exchange)));
    step(() -> session.post(exchange, binary));
  }

  void otherMethod(HttpExchange exchange) {
    step(() -> session.otherMethod(exchange));
  }

  void open(Wire wire) {
    wire.listen(new WireInput(wire, this, session));
    step(List::of);
  }

  void upgrade(Wire wire) {
    wire.listen(new WireInput(wire, this, session));
    step(() -> session.upgrade(wire, now()));
  }

  // The actor

  /// Takes an input of the session, at once if the caller is on its loop.
  void step(Supplier<List<EngineAction<HttpExchange, Wire>>> input) {
    post((Runnable) () -> perform(input.get()), true);
  }

  private void post(Object input, boolean atOnce) {
    if (put(input)) {
      var current = loop;
      if (atOnce && current.isCurrent()) {
        work();
      } else {
        current.ready(this);
      }
    }
  }

  /// Works off the mailbox. Only its owner gets here, or the loop on the owner's behalf.
  void work() {
    int run = 0;
    do {
      run += drain();
      settle();
      if (run >= MAX_RUN || !loop.isCurrent()) {
        // The others' turn; or the session has just moved to another loop, where the rest belongs.
        loop.ready(this);
        return;
      }
    } while (!release());
  }

  @Override
  protected void accept(Object input) {
    if (input instanceof Outbound outbound) {
      if (!outbound.droppable() || session.isWritable()) {
        session.send(outbound.packets());
      }
      // in this order: what is queued never looks less than it is
      sessionBytes = session.queuedBytes();
      WAITING_BYTES.addAndGet(this, -outbound.size());
    } else {
      eventful = true;
      try {
        ((Runnable) input).run();
      } catch (RuntimeException | Error failure) {
        broken(failure);
      }
    }
  }

  private void broken(Throwable failure) {
    options.errors().failed("a connection", failure);
    perform(session.abandon(CloseReason.TRANSPORT_ERROR, 1011, ""));
  }

  private void settle() {
    try {
      perform(session.flush(now()));
    } catch (RuntimeException | Error failure) {
      eventful = true;
      broken(failure);
    }
    sessionBytes = session.queuedBytes();
    if (eventful) {
      eventful = false;
      onWebSocket = session.isOnWebSocket();
      open = session.isOpen();
      armTimer();
    }
  }

  private void perform(List<EngineAction<HttpExchange, Wire>> actions) {
    for (var action : actions) {
      server.actions().perform(action, this);
    }
  }

  // From the session's actions

  void write(Wire wire, List<EncodedPacket> packets) {
    options.observer().sent(this, packets);
    if (wire.write(packets)) {
      perform(session.written(wire, now()));
    }
  }

  void upgraded(Wire wire) {
    loop = wire.loop();
    onWebSocket = true;
    options.observer().upgraded(this);
  }

  void received(EnginePacket message) {
    if (listener != null) {
      options.observer().received(this, message);
      listener.message(message);
    }
  }

  void body(HttpExchange exchange, String body) {
    step(() -> session.body(exchange, body, now()));
  }

  void bodyTooLarge(HttpExchange exchange) {
    step(() -> session.bodyTooLarge(exchange));
  }

  void ended(CloseReason reason) {
    open = false;
    server.forget(this);
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    if (listener != null) {
      options.observer().closed(this, reason);
      listener.closed(reason);
      listener = null;
    }
  }

  /// A timer that rings early is cheaper than one that is set anew with every packet.
  private void armTimer() {
    var deadline = session.deadline();
    if (deadline == null || (timerAt != null && !timerAt.isAfter(deadline))) {
      return;
    }
    if (timer != null) {
      timer.cancel();
    }
    timerAt = deadline;
    var delay = Duration.between(now(), deadline);
    timer =
        loop.schedule(
            delay.isNegative() ? Duration.ZERO : delay, () -> post((Runnable) this::ring, true));
  }

  private void ring() {
    timer = null;
    timerAt = null;
    perform(session.tick(now()));
  }

  private static Instant now() {
    return MonotonicTime.now();
  }
}
