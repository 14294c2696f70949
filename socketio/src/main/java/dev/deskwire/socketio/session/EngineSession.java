package dev.deskwire.socketio.session;

import dev.deskwire.socketio.packet.EncodedPacket;
import dev.deskwire.socketio.packet.EngineCodec;
import dev.deskwire.socketio.packet.EnginePacket;
import dev.deskwire.socketio.packet.ProtocolException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One Engine.IO session: everything that affects its state is in this file.
///
/// # Theory of operation
///
/// A session lives on one transport at a time. It begins on long-polling or on a WebSocket, and may
/// move from the first to the second once:
///
/// ```
///            poll, post                            the wire's messages
///          +-------------+     2probe / 3probe     +-------------+
///  open -> |   polling   | ----- 5 (upgrade) ----> |  WebSocket  | <- open
///          +-------------+     candidate wire      +-------------+
/// ```
///
/// *Polling* holds at most one GET, which waits for packets, and one POST, whose body is being
/// read. It is writable while a GET waits. A *wire* is writable unless a batch is under way, so
/// that what is sent meanwhile collects and leaves as one batch. Packets that cannot leave wait in
/// `buffer`.
///
/// A *candidate* is a WebSocket that wants to replace polling. It has to send a probe, which is
/// answered on it; a waiting GET is then ended with a noop every 100 ms, so that the client can
/// stop polling, and the client's upgrade packet makes the candidate the transport. Anything else,
/// or too much time, closes the candidate and leaves the session as it was.
///
/// The life of a session is open → closing → closed. *Closing* waits for the buffer to leave, and
/// on polling for a GET to carry the close packet.
///
/// Not thread-safe; the caller feeds one input at a time and carries out the actions in order.
///
/// @param <X> handle of an HTTP exchange, compared by `equals`
/// @param <W> handle of a WebSocket, compared by `equals`
public final class EngineSession<X, W> {
  /// Asks for a WebSocket close frame without a status.
  public static final int NO_CODE = 1005;

  /// Ends a poll this often while a candidate waits, as the reference does.
  private static final Duration NOOP_INTERVAL = Duration.ofMillis(100);

  /// A timer that rings later than this has been held up by something else than its own inaccuracy.
  private static final Duration TIMER_SLACK = Duration.ofMillis(20);

  /// How long an orderly close waits for a GET. Source: the reference's polling transport.
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  private static final EncodedPacket PING = new EncodedPacket(new EnginePacket.Ping(""));
  private static final EncodedPacket PROBED = new EncodedPacket(new EnginePacket.Pong("probe"));
  private static final EncodedPacket NOOP = new EncodedPacket(new EnginePacket.Noop());
  private static final EncodedPacket CLOSE = new EncodedPacket(new EnginePacket.Close());

  private enum State {
    OPEN,
    CLOSING,
    CLOSED
  }

  private final EngineSettings settings;
  private State state = State.OPEN;

  private @Nullable X poll;
  private @Nullable X post;
  private @Nullable W wire;
  private boolean wireWritable;
  private @Nullable W candidate;
  private boolean candidateWritable;

  /// Waits for the transport: an immutable list that came as one, or a growing one of our own.
  private List<EncodedPacket> buffer = List.of();

  private long buffered;
  private long underWay;

  private @Nullable Instant pingAt;
  private @Nullable Instant pongBy;
  private boolean pongExtended;
  private @Nullable Instant noopAt;
  private @Nullable Instant upgradeBy;
  private @Nullable Instant closeBy;

  private int closeCode = NO_CODE;
  private String closeText = "";

  private List<EngineAction<X, W>> actions = List.of();

  private EngineSession(EngineSettings settings, @Nullable W wire, String id, Instant now) {
    this.settings = settings;
    this.wire = wire;
    this.wireWritable = wire != null;
    this.pingAt = now.plus(settings.pingInterval());
    enqueue(List.of(new EncodedPacket(new EnginePacket.Open(handshake(id)))));
  }

  /// A session whose first request is a GET; hand that to [#poll] next.
  public static <X, W> EngineSession<X, W> overPolling(
      String id, EngineSettings settings, Instant now) {
    return new EngineSession<>(settings, null, id, now);
  }

  /// A session that begins on a WebSocket; [#flush] sends its handshake.
  public static <X, W> EngineSession<X, W> overWebSocket(
      String id, EngineSettings settings, W wire, Instant now) {
    return new EngineSession<>(settings, wire, id, now);
  }

  /// Whether messages can still be sent and received.
  public boolean isOpen() {
    return state == State.OPEN;
  }

  /// Whether the session's transport is a WebSocket.
  public boolean isOnWebSocket() {
    return wire != null;
  }

  /// Whether a packet sent now would leave at once. Volatile packets are dropped otherwise.
  public boolean isWritable() {
    return wire == null ? poll != null : wireWritable;
  }

  /// Bytes accepted and not yet taken by the network.
  public long queuedBytes() {
    return buffered + underWay;
  }

  /// The next moment at which [#tick] has something to do; nothing once the session is closed.
  public @Nullable Instant deadline() {
    return earlier(earlier(earlier(pingAt, pongBy), earlier(noopAt, upgradeBy)), closeBy);
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isBefore(one)) ? other : one;
  }

  // Long-polling

  /// A GET arrived.
  public List<EngineAction<X, W>> poll(X exchange, Instant now) {
    if (isDue(pongBy, now)) {
      // The timer is about to ring; a request that comes first does not prolong anything.
      end(CloseReason.PING_TIMEOUT);
    }
    if (rejects(exchange)) {
      return taken();
    }
    if (poll != null) {
      end(CloseReason.TRANSPORT_ERROR);
      act(new EngineAction.Refuse<>(exchange, 400));
      return taken();
    }
    poll = exchange;
    flushBuffer(now);
    if (poll != null && closeBy != null) {
      answerPoll(List.of(NOOP));
    }
    return taken();
  }

  /// The head of a POST arrived.
  ///
  /// @param binary whether its content type announces bytes, which protocol 4 does not allow
  public List<EngineAction<X, W>> post(X exchange, boolean binary) {
    if (rejects(exchange)) {
      return taken();
    }
    if (post != null || binary) {
      end(CloseReason.TRANSPORT_ERROR);
      act(new EngineAction.Refuse<>(exchange, 400));
      return taken();
    }
    post = exchange;
    act(new EngineAction.ReadBody<>(exchange));
    return taken();
  }

  /// A request of another method arrived.
  public List<EngineAction<X, W>> otherMethod(X exchange) {
    if (!rejects(exchange)) {
      act(new EngineAction.Refuse<>(exchange, 500));
    }
    return taken();
  }

  /// The whole body of the POST arrived.
  public List<EngineAction<X, W>> body(X exchange, String payload, Instant now) {
    if (!exchange.equals(post)) {
      return taken();
    }
    // It has been read completely: whatever the packets do to the session, it gets its answer.
    post = null;
    for (var text : EngineCodec.split(payload)) {
      if (state != State.OPEN) {
        break;
      }
      receivePolled(text, now);
    }
    act(new EngineAction.Accept<>(exchange));
    return taken();
  }

  /// The body of the POST is longer than allowed. The session survives it, as in the reference.
  public List<EngineAction<X, W>> bodyTooLarge(X exchange) {
    if (exchange.equals(post)) {
      post = null;
      act(new EngineAction.Refuse<>(exchange, 413));
    }
    return taken();
  }

  /// The client gave up a request that has no answer yet.
  public List<EngineAction<X, W>> aborted(X exchange) {
    if (exchange.equals(poll)) {
      poll = null;
      end(CloseReason.TRANSPORT_ERROR);
    } else if (exchange.equals(post)) {
      post = null;
      end(CloseReason.TRANSPORT_ERROR);
    }
    return taken();
  }

  // WebSocket

  /// A WebSocket arrived with this session's id.
  ///
  /// One at a time may try, and only to leave polling. The reference would let a second WebSocket
  /// take over a session that began on one; no client does that, so here it is closed.
  public List<EngineAction<X, W>> upgrade(W newcomer, Instant now) {
    if (state == State.CLOSED || candidate != null || wire != null) {
      act(new EngineAction.CloseWire<>(newcomer, NO_CODE, ""));
      return taken();
    }
    candidate = newcomer;
    candidateWritable = true;
    upgradeBy = now.plus(settings.upgradeTimeout());
    return taken();
  }

  /// A text message arrived on a WebSocket.
  public List<EngineAction<X, W>> text(W from, String text, Instant now) {
    if (from.equals(candidate)) {
      receiveProbe(from, text, now);
    } else if (from.equals(wire) && state == State.OPEN) {
      try {
        receive(EngineCodec.decode(text), now);
      } catch (ProtocolException malformed) {
        end(CloseReason.PARSE_ERROR);
      }
    }
    return taken();
  }

  /// A binary message arrived on a WebSocket.
  public List<EngineAction<X, W>> binary(W from, ByteBuffer data, Instant now) {
    if (from.equals(candidate)) {
      dropCandidate();
    } else if (from.equals(wire) && state == State.OPEN) {
      receive(new EnginePacket.Binary(data), now);
    }
    return taken();
  }

  /// A WebSocket was closed by its client.
  public List<EngineAction<X, W>> wireClosed(W from) {
    if (from.equals(candidate)) {
      forgetCandidate();
    } else if (from.equals(wire) && state != State.CLOSED) {
      wireWritable = false;
      finish(CloseReason.TRANSPORT_CLOSE);
    }
    return taken();
  }

  /// A WebSocket broke, or its client broke the rules of that layer.
  ///
  /// @param code what the close frame says, if one can still be sent
  public List<EngineAction<X, W>> wireFailed(W from, int code) {
    if (from.equals(candidate)) {
      dropCandidate();
    } else if (from.equals(wire) && state != State.CLOSED) {
      closeCode = code;
      end(CloseReason.TRANSPORT_ERROR);
    }
    return taken();
  }

  /// The last batch given to this WebSocket has left.
  public List<EngineAction<X, W>> written(W from, Instant now) {
    if (from.equals(candidate)) {
      candidateWritable = true;
    } else if (from.equals(wire)) {
      underWay = 0;
      wireWritable = true;
      flushBuffer(now);
    }
    return taken();
  }

  // The layer above

  /// Queues packets; [#flush] sends them, so that a burst leaves as one batch.
  ///
  /// @return whether they were accepted, which an ending session refuses
  public boolean send(List<EncodedPacket> packets) {
    if (state != State.OPEN) {
      return false;
    }
    enqueue(packets);
    return true;
  }

  /// Sends what is queued, if the transport can take it.
  public List<EngineAction<X, W>> flush(Instant now) {
    flushBuffer(now);
    return taken();
  }

  /// Ends the session in order: what is queued goes out first.
  ///
  /// @param code the WebSocket close code, or [#NO_CODE]
  public List<EngineAction<X, W>> close(int code, String text, Instant now) {
    if (state == State.OPEN) {
      closeCode = code;
      closeText = text;
      state = State.CLOSING;
      flushBuffer(now);
      if (buffer.isEmpty() && state == State.CLOSING) {
        closeTransport(now);
      }
    }
    return taken();
  }

  /// Ends the session at once; what is queued is lost.
  public List<EngineAction<X, W>> abandon(CloseReason reason, int code, String text) {
    if (state != State.CLOSED) {
      closeCode = code;
      closeText = text;
      end(reason);
    }
    return taken();
  }

  /// Time has passed.
  public List<EngineAction<X, W>> tick(Instant now) {
    if (isDue(pongBy, now)) {
      end(CloseReason.PING_TIMEOUT);
    }
    if (isDue(closeBy, now)) {
      closeBy = null;
      end(CloseReason.FORCED_CLOSE);
    }
    if (isDue(upgradeBy, now)) {
      dropCandidate();
    }
    if (isDue(noopAt, now)) {
      noopAt = now.plus(NOOP_INTERVAL);
      if (poll != null) {
        answerPoll(List.of(NOOP));
      }
    }
    var planned = pingAt;
    if (planned != null && isDue(planned, now)) {
      pingAt = null;
      // A timer always rings a little late; that must not add up over ping and pong.
      var sentAt = planned.plus(TIMER_SLACK).isBefore(now) ? now : planned;
      pongBy = sentAt.plus(settings.pingTimeout());
      pongExtended = false;
      send(List.of(PING));
      flushBuffer(now);
    }
    return taken();
  }

  // Receiving

  private void receivePolled(String text, Instant now) {
    EnginePacket packet;
    try {
      packet = EngineCodec.decode(text);
    } catch (ProtocolException malformed) {
      end(CloseReason.PARSE_ERROR);
      return;
    }
    if (packet instanceof EnginePacket.Close) {
      closedByClient();
    } else {
      receive(packet, now);
    }
  }

  /// The client's close packet: its GET gets a noop.
  private void closedByClient() {
    if (poll != null) {
      answerPoll(List.of(NOOP));
    }
    finish(CloseReason.TRANSPORT_CLOSE);
  }

  private void receive(EnginePacket packet, Instant now) {
    boolean isPong = packet instanceof EnginePacket.Pong;
    if (pongBy != null && !pongExtended && !isPong) {
      // Anything is a sign of life: a large message may delay the pong, once.
      pongBy = now.plus(settings.pingTimeout());
      pongExtended = true;
    }
    switch (packet) {
      case EnginePacket.Ping(var ignored) -> end(CloseReason.TRANSPORT_ERROR);
      case EnginePacket.Pong(var ignored) -> {
        pongBy = null;
        pingAt = now.plus(settings.pingInterval());
      }
      case EnginePacket.Message message -> act(new EngineAction.Receive<>(message));
      case EnginePacket.Binary binary -> act(new EngineAction.Receive<>(binary));
      // On an established transport these mean nothing, not even close; as in the reference.
      case EnginePacket.Open(var ignored) -> {}
      case EnginePacket.Close() -> {}
      case EnginePacket.Upgrade() -> {}
      case EnginePacket.Noop() -> {}
    }
  }

  private void receiveProbe(W from, String text, Instant now) {
    if (text.equals("2probe")) {
      candidateWritable = false;
      act(new EngineAction.Write<>(from, List.of(PROBED)));
      noopAt = now.plus(NOOP_INTERVAL);
    } else if (text.startsWith("5")) {
      completeUpgrade(from, now);
    } else {
      dropCandidate();
    }
  }

  private void completeUpgrade(W from, Instant now) {
    boolean writable = candidateWritable;
    forgetCandidate();
    releasePolling();
    closeBy = null;
    wire = from;
    wireWritable = writable;
    if (pongBy != null) {
      // The ping may have left with the last poll. The reference forgets the deadline here and
      // would wait for ever for a client that falls silent at this moment; we start it anew.
      pongBy = now.plus(settings.pingTimeout());
    }
    act(new EngineAction.Upgraded<>(from));
    flushBuffer(now);
    if (state == State.CLOSING && buffer.isEmpty()) {
      closeTransport(now);
    }
  }

  // Sending

  private void enqueue(List<EncodedPacket> packets) {
    if (buffer.isEmpty()) {
      buffer = List.copyOf(packets);
    } else {
      if (!(buffer instanceof ArrayList)) {
        buffer = new ArrayList<>(buffer);
      }
      buffer.addAll(packets);
    }
    for (var packet : packets) {
      buffered += packet.size();
    }
  }

  private void emptyBuffer() {
    buffer = List.of();
    buffered = 0;
  }

  private void flushBuffer(Instant now) {
    if (state == State.CLOSED || buffer.isEmpty() || !isWritable()) {
      return;
    }
    var packets = buffer;
    var current = wire;
    if (current == null) {
      emptyBuffer();
      answerPoll(packets);
    } else {
      underWay = buffered;
      emptyBuffer();
      wireWritable = false;
      act(new EngineAction.Write<>(current, packets));
    }
    if (state == State.CLOSING && closeBy == null) {
      closeTransport(now);
    }
  }

  private void answerPoll(List<EncodedPacket> packets) {
    var exchange = poll;
    if (exchange == null) {
      return;
    }
    poll = null;
    if (closeBy == null) {
      act(new EngineAction.Drain<>(exchange, packets));
      return;
    }
    var last = new ArrayList<>(packets);
    last.add(CLOSE);
    act(new EngineAction.Drain<>(exchange, List.copyOf(last)));
    finish(CloseReason.FORCED_CLOSE);
  }

  // Ending

  /// The buffer has left: say goodbye on the transport.
  private void closeTransport(Instant now) {
    if (wire != null || poll != null) {
      end(CloseReason.FORCED_CLOSE);
      return;
    }
    if (post != null) {
      act(new EngineAction.Abort<>(post));
      post = null;
    }
    // The next GET takes the close packet along.
    closeBy = now.plus(CLOSE_TIMEOUT);
  }

  /// Ends the session and tells the transport.
  private void end(CloseReason reason) {
    if (state == State.CLOSED) {
      return;
    }
    var current = wire;
    if (current != null) {
      act(new EngineAction.CloseWire<>(current, closeCode, closeText));
    } else {
      releasePolling();
    }
    finish(reason);
  }

  /// Ends the session; the transport knows already.
  private void finish(CloseReason reason) {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    pingAt = null;
    pongBy = null;
    closeBy = null;
    emptyBuffer();
    underWay = 0;
    dropCandidate();
    act(new EngineAction.Closed<>(reason));
  }

  private void releasePolling() {
    if (post != null) {
      act(new EngineAction.Abort<>(post));
      post = null;
    }
    if (poll != null) {
      act(new EngineAction.Drain<>(poll, List.of(CLOSE)));
      poll = null;
    }
  }

  private void dropCandidate() {
    var dropped = candidate;
    forgetCandidate();
    if (dropped != null) {
      act(new EngineAction.CloseWire<>(dropped, NO_CODE, ""));
    }
  }

  private void forgetCandidate() {
    candidate = null;
    upgradeBy = null;
    noopAt = null;
  }

  // Helpers

  /// Answers a request that does not fit the session's state: an id that has just become unknown,
  /// or long-polling after the move to a WebSocket.
  private boolean rejects(X exchange) {
    if (state == State.CLOSED) {
      act(new EngineAction.Reject<>(exchange, EngineError.UNKNOWN_SID));
    } else if (wire != null) {
      act(new EngineAction.Reject<>(exchange, EngineError.BAD_REQUEST));
    } else {
      return false;
    }
    return true;
  }

  private String handshake(String id) {
    var upgrades = wire == null && settings.upgrades() ? "[\"websocket\"]" : "[]";
    return "{\"sid\":\"%s\",\"upgrades\":%s,\"pingInterval\":%d,\"pingTimeout\":%d,\"maxPayload\":%d}"
        .formatted(
            id,
            upgrades,
            settings.pingInterval().toMillis(),
            settings.pingTimeout().toMillis(),
            settings.maxPayload());
  }

  private static boolean isDue(@Nullable Instant at, Instant now) {
    return at != null && !now.isBefore(at);
  }

  private void act(EngineAction<X, W> action) {
    if (actions.isEmpty()) {
      actions = new ArrayList<>(2);
    }
    actions.add(action);
  }

  private List<EngineAction<X, W>> taken() {
    if (actions.isEmpty()) {
      return List.of();
    }
    var result = actions;
    actions = List.of();
    return result;
  }
}
