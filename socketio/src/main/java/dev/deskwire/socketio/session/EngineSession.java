package dev.deskwire.socketio.session;

import dev.deskwire.socketio.packet.EncodedPacket;
import dev.deskwire.socketio.packet.EnginePacket;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One Engine.IO session: what may happen to it.
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
/// [Polling] holds at most one GET, which waits for packets, and one POST, whose body is being
/// read. It is writable while a GET waits. A *wire* is writable unless a batch is under way, so
/// that what is sent meanwhile collects and leaves as one batch. Packets that cannot leave wait in
/// the [Outbox].
///
/// A [Candidate] is a WebSocket that wants to replace polling. It has to send a probe, which is
/// answered on it; a waiting GET is then ended with a noop every 100 ms, so that the client can
/// stop polling, and the client's upgrade packet makes the candidate the transport. Anything else,
/// or too much time, closes the candidate and leaves the session as it was.
///
/// The life of a session is open → closing → closed. *Closing* waits for the outbox to empty, and
/// on polling for a GET to carry the close packet. The [Heartbeat] goes on until then. What follows
/// from an input is in [SessionLife].
///
/// Not thread-safe; the caller feeds one input at a time and carries out the actions in order.
///
/// @param <X> handle of an HTTP exchange, compared by `equals`
/// @param <W> handle of a WebSocket, compared by `equals`
public final class EngineSession<X, W> extends SessionLife<X, W> {
  /// Asks for a WebSocket close frame without a status.
  public static final int NO_CODE = 1005;

  private static final EncodedPacket PING = new EncodedPacket(new EnginePacket.Ping(""));

  private EngineSession(EngineSettings settings, @Nullable W wire, String id, Instant now) {
    super(settings, wire, now);
    send(List.of(new EncodedPacket(new EnginePacket.Open(settings.handshake(id, wire != null)))));
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

  /// The next moment at which [#tick] has something to do; nothing once the session is closed.
  public @Nullable Instant deadline() {
    var ofCandidate = candidate == null ? null : candidate.deadline();
    var ofPolling = polling == null ? null : polling.deadline();
    return earlier(heartbeat.deadline(), earlier(ofCandidate, ofPolling));
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isBefore(one)) ? other : one;
  }

  // Long-polling

  /// A GET arrived.
  public List<EngineAction<X, W>> poll(X exchange, Instant now) {
    if (heartbeat.isMissed(now)) {
      // The timer is about to ring; a request that comes first does not prolong anything.
      end(CloseReason.PING_TIMEOUT);
    }
    var transport = pollingFor(exchange);
    if (transport != null) {
      transport.poll(exchange, now);
    }
    return taken();
  }

  /// The head of a POST arrived.
  ///
  /// @param binary whether its content type announces bytes, which protocol 4 does not allow
  public List<EngineAction<X, W>> post(X exchange, boolean binary) {
    var transport = pollingFor(exchange);
    if (transport != null) {
      transport.post(exchange, binary);
    }
    return taken();
  }

  /// A request of another method arrived.
  public List<EngineAction<X, W>> otherMethod(X exchange) {
    if (pollingFor(exchange) != null) {
      act(new EngineAction.Refuse<>(exchange, 500));
    }
    return taken();
  }

  /// The whole body of the POST arrived.
  public List<EngineAction<X, W>> body(X exchange, String payload, Instant now) {
    if (polling != null) {
      polling.body(exchange, payload, now);
    }
    return taken();
  }

  /// The body of the POST is longer than allowed. The session survives it, as in the reference.
  public List<EngineAction<X, W>> bodyTooLarge(X exchange) {
    if (polling != null) {
      polling.bodyTooLarge(exchange);
    }
    return taken();
  }

  /// The client gave up a request that has no answer yet.
  public List<EngineAction<X, W>> aborted(X exchange) {
    if (polling != null) {
      polling.aborted(exchange);
    }
    return taken();
  }

  /// Answers a request that does not fit the session's state: an id that has just become unknown,
  /// or long-polling after the move to a WebSocket.
  private @Nullable Polling<X, W> pollingFor(X exchange) {
    if (state == State.CLOSED) {
      act(new EngineAction.Reject<>(exchange, EngineError.UNKNOWN_SID));
      return null;
    }
    if (polling == null) {
      act(new EngineAction.Reject<>(exchange, EngineError.BAD_REQUEST));
    }
    return polling;
  }

  // WebSocket

  /// A WebSocket arrived with this session's id.
  ///
  /// One at a time may try, and only to leave polling. The reference would let a second WebSocket
  /// take over a session that began on one; no client does that, so here it is closed.
  public List<EngineAction<X, W>> upgrade(W newcomer, Instant now) {
    if (state == State.CLOSED || candidate != null || wire != null) {
      act(new EngineAction.CloseWire<>(newcomer, NO_CODE, ""));
    } else {
      candidate = new Candidate<>(newcomer, now.plus(settings.upgradeTimeout()));
    }
    return taken();
  }

  /// A text message arrived on a WebSocket.
  public List<EngineAction<X, W>> text(W from, String text, Instant now) {
    var aspirant = candidateOn(from);
    if (aspirant != null) {
      receiveProbe(aspirant, text, now);
    } else if (from.equals(wire) && state == State.OPEN) {
      decode(text).ifPresent(packet -> receive(packet, now));
    }
    return taken();
  }

  /// A binary message arrived on a WebSocket.
  public List<EngineAction<X, W>> binary(W from, ByteBuffer data, Instant now) {
    if (candidateOn(from) != null) {
      dropCandidate();
    } else if (from.equals(wire) && state == State.OPEN) {
      receive(new EnginePacket.Binary(data), now);
    }
    return taken();
  }

  /// A WebSocket was closed by its client.
  public List<EngineAction<X, W>> wireClosed(W from) {
    if (candidateOn(from) != null) {
      candidate = null;
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
    if (candidateOn(from) != null) {
      dropCandidate();
    } else if (from.equals(wire) && state != State.CLOSED) {
      farewell = new Farewell(code, farewell.text());
      end(CloseReason.TRANSPORT_ERROR);
    }
    return taken();
  }

  /// The last batch given to this WebSocket has left.
  public List<EngineAction<X, W>> written(W from, Instant now) {
    var aspirant = candidateOn(from);
    if (aspirant != null) {
      aspirant.written();
    } else if (from.equals(wire)) {
      outbox.arrived();
      wireWritable = true;
      sendQueued(now);
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
    outbox.add(packets);
    return true;
  }

  /// Sends what is queued, if the transport can take it.
  public List<EngineAction<X, W>> flush(Instant now) {
    sendQueued(now);
    return taken();
  }

  /// Ends the session in order: what is queued goes out first.
  ///
  /// @param code the WebSocket close code, or [#NO_CODE]
  public List<EngineAction<X, W>> close(int code, String text, Instant now) {
    if (state == State.OPEN) {
      farewell = new Farewell(code, text);
      state = State.CLOSING;
      sendQueued(now);
      if (outbox.isEmpty() && state == State.CLOSING) {
        closeTransport(now);
      }
    }
    return taken();
  }

  /// Ends the session at once; what is queued is lost.
  public List<EngineAction<X, W>> abandon(CloseReason reason, int code, String text) {
    if (state != State.CLOSED) {
      farewell = new Farewell(code, text);
      end(reason);
    }
    return taken();
  }

  /// Time has passed.
  public List<EngineAction<X, W>> tick(Instant now) {
    if (heartbeat.isMissed(now)) {
      end(CloseReason.PING_TIMEOUT);
    }
    if (polling != null) {
      polling.tick(now);
    }
    if (candidate != null && candidate.isLate(now)) {
      dropCandidate();
    }
    if (candidate != null && polling != null && candidate.isNoopDue(now)) {
      polling.endPoll();
    }
    if (heartbeat.beat(now)) {
      send(List.of(PING));
      sendQueued(now);
    }
    return taken();
  }
}
