package dev.deskwire.socketio.session;

import dev.deskwire.socketio.packet.EncodedPacket;
import dev.deskwire.socketio.packet.EngineCodec;
import dev.deskwire.socketio.packet.EnginePacket;
import dev.deskwire.socketio.packet.ProtocolException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The life of an [EngineSession]: its transport, what waits for that, and how it ends.
///
/// A session is open → closing → closed. *Closing* waits for the outbox to empty, and on polling
/// for a GET to carry the close packet; only an open one receives. What comes of an input is
/// collected as actions, in order.
///
/// @param <X> handle of an HTTP exchange, compared by `equals`
/// @param <W> handle of a WebSocket, compared by `equals`
abstract sealed class SessionLife<X, W> permits EngineSession {
  private static final EncodedPacket PROBED = new EncodedPacket(new EnginePacket.Pong("probe"));

  enum State {
    OPEN,
    CLOSING,
    CLOSED
  }

  /// What the close frame says.
  record Farewell(int code, String text) {
    static final Farewell NONE = new Farewell(EngineSession.NO_CODE, "");
  }

  final EngineSettings settings;
  final Heartbeat heartbeat;
  final Outbox outbox = new Outbox();
  State state = State.OPEN;
  Farewell farewell = Farewell.NONE;

  /// The transport, unless a wire is.
  @Nullable Polling<X, W> polling;

  @Nullable W wire;
  boolean wireWritable;
  @Nullable Candidate<W> candidate;
  private List<EngineAction<X, W>> actions = List.of();

  SessionLife(EngineSettings settings, @Nullable W wire, Instant now) {
    this.settings = settings;
    this.heartbeat = new Heartbeat(settings, now);
    this.wire = wire;
    this.wireWritable = wire != null;
    this.polling = wire == null ? new Polling<>(this) : null;
  }

  /// Whether messages can still be sent and received.
  public final boolean isOpen() {
    return state == State.OPEN;
  }

  /// Whether the session's transport is a WebSocket.
  public final boolean isOnWebSocket() {
    return wire != null;
  }

  /// Whether a packet sent now would leave at once. Volatile packets are dropped otherwise.
  public final boolean isWritable() {
    return polling == null ? wireWritable : polling.isWritable();
  }

  /// Bytes accepted and not yet taken by the network.
  public final long queuedBytes() {
    return outbox.bytes();
  }

  // Receiving

  /// Reads a packet; one that makes no sense ends the session.
  final Optional<EnginePacket> decode(String text) {
    try {
      return Optional.of(EngineCodec.decode(text));
    } catch (ProtocolException malformed) {
      end(CloseReason.PARSE_ERROR);
      return Optional.empty();
    }
  }

  final void receive(EnginePacket packet, Instant now) {
    if (!(packet instanceof EnginePacket.Pong)) {
      heartbeat.signOfLife(now);
    }
    switch (packet) {
      case EnginePacket.Ping(var ignored) -> end(CloseReason.TRANSPORT_ERROR);
      case EnginePacket.Pong(var ignored) -> heartbeat.pong(now);
      case EnginePacket.Message message -> act(new EngineAction.Receive<>(message));
      case EnginePacket.Binary binary -> act(new EngineAction.Receive<>(binary));
      // On an established transport these mean nothing, not even close; as in the reference.
      case EnginePacket.Open(var ignored) -> {}
      case EnginePacket.Close() -> {}
      case EnginePacket.Upgrade() -> {}
      case EnginePacket.Noop() -> {}
    }
  }

  // The upgrade

  final @Nullable Candidate<W> candidateOn(W from) {
    return candidate != null && from.equals(candidate.wire()) ? candidate : null;
  }

  final void receiveProbe(Candidate<W> aspirant, String text, Instant now) {
    if (text.equals("2probe")) {
      aspirant.probed(now);
      act(new EngineAction.Write<>(aspirant.wire(), List.of(PROBED)));
    } else if (text.startsWith("5")) {
      completeUpgrade(aspirant, now);
    } else {
      dropCandidate();
    }
  }

  private void completeUpgrade(Candidate<W> aspirant, Instant now) {
    releasePolling();
    candidate = null;
    polling = null;
    wire = aspirant.wire();
    wireWritable = aspirant.isWritable();
    heartbeat.moved(now);
    act(new EngineAction.Upgraded<>(aspirant.wire()));
    sendQueued(now);
    if (state == State.CLOSING && outbox.isEmpty()) {
      closeTransport(now);
    }
  }

  final void dropCandidate() {
    var dropped = candidate;
    candidate = null;
    if (dropped != null) {
      act(new EngineAction.CloseWire<>(dropped.wire(), EngineSession.NO_CODE, ""));
    }
  }

  // Sending

  final void sendQueued(Instant now) {
    if (state == State.CLOSED || outbox.isEmpty() || !isWritable()) {
      return;
    }
    if (polling != null) {
      polling.answer(outbox.take());
    } else if (wire != null) {
      wireWritable = false;
      act(new EngineAction.Write<>(wire, outbox.send()));
    }
    if (state == State.CLOSING) {
      closeTransport(now);
    }
  }

  // Ending

  /// The outbox is empty: say goodbye on the transport.
  final void closeTransport(Instant now) {
    if (polling == null || polling.isWritable()) {
      end(CloseReason.FORCED_CLOSE);
    } else {
      polling.closeWithNextPoll(now);
    }
  }

  /// Ends the session and tells the transport.
  final void end(CloseReason reason) {
    if (state == State.CLOSED) {
      return;
    }
    if (wire != null) {
      act(new EngineAction.CloseWire<>(wire, farewell.code(), farewell.text()));
    } else {
      releasePolling();
    }
    finish(reason);
  }

  private void releasePolling() {
    if (polling != null) {
      polling.release();
    }
  }

  /// Ends the session; the transport knows already.
  final void finish(CloseReason reason) {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    heartbeat.stop();
    if (polling != null) {
      polling.stop();
    }
    outbox.clear();
    dropCandidate();
    act(new EngineAction.Closed<>(reason));
  }

  // Actions

  final void act(EngineAction<X, W> action) {
    if (actions.isEmpty()) {
      actions = new ArrayList<>(2);
    }
    actions.add(action);
  }

  final List<EngineAction<X, W>> taken() {
    if (actions.isEmpty()) {
      return List.of();
    }
    var result = actions;
    actions = List.of();
    return result;
  }
}
