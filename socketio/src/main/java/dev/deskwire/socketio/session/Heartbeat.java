package dev.deskwire.socketio.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// When a session's client is to be pinged, and by when it has to answer: one of both at a time.
final class Heartbeat {
  /// A ping that leaves later than planned by more than this part of the time to answer has been
  /// held up by something else than the inaccuracy of timers, and the client gets its whole time.
  private static final int SLACK = 4;

  private final EngineSettings settings;

  /// Of the next ping or, while the client is asked, of its answer; null once stopped.
  private @Nullable Instant due;

  private boolean asked;

  /// Whether the client has given another sign of life since it was asked.
  private boolean extended;

  Heartbeat(EngineSettings settings, Instant now) {
    this.settings = settings;
    this.due = now.plus(settings.pingInterval());
  }

  @Nullable Instant deadline() {
    return due;
  }

  /// Whether the client has been asked and has not answered in time.
  boolean isMissed(Instant now) {
    return asked && isDue(now);
  }

  /// Begins to wait for the answer if it is time to ask.
  ///
  /// @return whether a ping has to be sent
  boolean beat(Instant now) {
    var planned = due;
    if (planned == null || asked || !isDue(now)) {
      return false;
    }
    // A timer always rings a little late; that must not add up over ping and pong.
    boolean inTime = !planned.plus(settings.pingTimeout().dividedBy(SLACK)).isBefore(now);
    await(inTime ? planned : now);
    return true;
  }

  private boolean isDue(Instant now) {
    return due != null && !now.isBefore(due);
  }

  private void await(Instant since) {
    due = since.plus(settings.pingTimeout());
    asked = true;
    extended = false;
  }

  /// The client has answered.
  void pong(Instant now) {
    due = now.plus(settings.pingInterval());
    asked = false;
  }

  /// Something else has come: a large message may delay the answer, once.
  void signOfLife(Instant now) {
    if (asked && !extended) {
      await(now);
      extended = true;
    }
  }

  /// The session has moved to another transport, and the ping may have left with the old one. The
  /// reference forgets the deadline here and would wait for ever for a client that falls silent at
  /// this moment; we start it anew.
  void moved(Instant now) {
    if (asked) {
      due = now.plus(settings.pingTimeout());
    }
  }

  void stop() {
    due = null;
    asked = false;
  }
}
