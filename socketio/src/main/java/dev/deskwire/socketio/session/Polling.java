package dev.deskwire.socketio.session;

import dev.deskwire.socketio.packet.EncodedPacket;
import dev.deskwire.socketio.packet.EngineCodec;
import dev.deskwire.socketio.packet.EnginePacket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Long-polling as the transport of a session: at most one GET, which waits for packets, and one
/// POST, whose body is being read.
///
/// @param <X> handle of an HTTP exchange, compared by `equals`
/// @param <W> handle of a WebSocket, of which nothing is known here
final class Polling<X, W> {
  /// How long an orderly close waits for a GET. Source: the reference's polling transport.
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  private static final EncodedPacket NOOP = new EncodedPacket(new EnginePacket.Noop());
  private static final EncodedPacket CLOSE = new EncodedPacket(new EnginePacket.Close());

  private final SessionLife<X, W> session;
  private @Nullable X poll;
  private @Nullable X post;

  /// Set when the next GET is to take the close packet along.
  private @Nullable Instant closeBy;

  Polling(SessionLife<X, W> session) {
    this.session = session;
  }

  boolean isWritable() {
    return poll != null;
  }

  @Nullable Instant deadline() {
    return closeBy;
  }

  // Requests

  void poll(X exchange, Instant now) {
    if (poll != null) {
      session.end(CloseReason.TRANSPORT_ERROR);
      session.act(new EngineAction.Refuse<>(exchange, 400));
      return;
    }
    poll = exchange;
    session.sendQueued(now);
    if (closeBy != null) {
      endPoll();
    }
  }

  void post(X exchange, boolean binary) {
    if (post != null || binary) {
      session.end(CloseReason.TRANSPORT_ERROR);
      session.act(new EngineAction.Refuse<>(exchange, 400));
      return;
    }
    post = exchange;
    session.act(new EngineAction.ReadBody<>(exchange));
  }

  void body(X exchange, String payload, Instant now) {
    if (!exchange.equals(post)) {
      return;
    }
    // It has been read completely: whatever the packets do to the session, it gets its answer.
    post = null;
    for (var text : EngineCodec.split(payload)) {
      if (!session.isOpen()) {
        break;
      }
      session.decode(text).ifPresent(packet -> receive(packet, now));
    }
    session.act(new EngineAction.Accept<>(exchange));
  }

  private void receive(EnginePacket packet, Instant now) {
    if (packet instanceof EnginePacket.Close) {
      // the GET of a client that takes its leave gets a noop
      endPoll();
      session.finish(CloseReason.TRANSPORT_CLOSE);
    } else {
      session.receive(packet, now);
    }
  }

  void bodyTooLarge(X exchange) {
    if (exchange.equals(post)) {
      post = null;
      session.act(new EngineAction.Refuse<>(exchange, 413));
    }
  }

  void aborted(X exchange) {
    if (exchange.equals(poll)) {
      poll = null;
      session.end(CloseReason.TRANSPORT_ERROR);
    } else if (exchange.equals(post)) {
      post = null;
      session.end(CloseReason.TRANSPORT_ERROR);
    }
  }

  // Answers

  /// Answers the GET that waits, if one does.
  void answer(List<EncodedPacket> packets) {
    var exchange = poll;
    if (exchange == null) {
      return;
    }
    poll = null;
    if (closeBy == null) {
      session.act(new EngineAction.Drain<>(exchange, packets));
      return;
    }
    var last = new ArrayList<>(packets);
    last.add(CLOSE);
    session.act(new EngineAction.Drain<>(exchange, List.copyOf(last)));
    session.finish(CloseReason.FORCED_CLOSE);
  }

  /// Ends the GET that waits, if one does, with nothing to tell.
  void endPoll() {
    answer(List.of(NOOP));
  }

  // Ending

  /// The next GET takes the close packet along.
  void closeWithNextPoll(Instant now) {
    abortPost();
    closeBy = now.plus(CLOSE_TIMEOUT);
  }

  /// Gives up waiting for that GET.
  void tick(Instant now) {
    if (closeBy != null && !now.isBefore(closeBy)) {
      closeBy = null;
      session.end(CloseReason.FORCED_CLOSE);
    }
  }

  /// Lets go of the requests: long-polling is over.
  void release() {
    abortPost();
    if (poll != null) {
      session.act(new EngineAction.Drain<>(poll, List.of(CLOSE)));
      poll = null;
    }
  }

  private void abortPost() {
    if (post != null) {
      session.act(new EngineAction.Abort<>(post));
      post = null;
    }
  }

  void stop() {
    closeBy = null;
  }
}
