package dev.deskwire.socketio.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.socketio.packet.EncodedPacket;
import dev.deskwire.socketio.packet.EnginePacket;
import dev.deskwire.socketio.session.CloseReason;
import dev.deskwire.socketio.session.EngineAction;
import dev.deskwire.socketio.session.EngineSession;
import dev.deskwire.socketio.session.EngineSettings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// One Engine.IO session, driven step by step, and what must hold whatever happens to it.
final class EngineRun {
  private static final String[] PACKETS = {
    "0", "1", "2", "2probe", "3", "4a", "5", "6", "bAQ==", "x", "", "4a\u001e1\u001e4b", "4\u001ebx"
  };
  private static final EngineSettings SETTINGS =
      new EngineSettings(
          Duration.ofSeconds(25), Duration.ofSeconds(20), Duration.ofSeconds(10), 1_000_000, true);

  /// A session that hears nothing more is over by then: the heartbeat's 45 s, 30 s for an orderly
  /// close, 10 s for a candidate, and as much again.
  private static final Duration LONGEST_GOODBYE = Duration.ofMinutes(3);

  private final EngineSession<Integer, String> session;
  private final Set<Integer> unanswered = new HashSet<>();
  private final Set<Integer> reading = new HashSet<>();
  private final Set<String> wires = new HashSet<>();
  private final Set<String> busy = new HashSet<>();
  private final List<Integer> exchanges = new ArrayList<>();
  private Instant now = Instant.EPOCH;
  private int names;
  private int queued;
  private boolean closed;

  EngineRun(boolean polling) {
    if (polling) {
      session = EngineSession.overPolling("id", SETTINGS, now);
      take(session.poll(exchange(), now));
    } else {
      wires.add("w0");
      names++;
      session = EngineSession.overWebSocket("id", SETTINGS, "w0", now);
      take(session.flush(now));
    }
  }

  void step(int value) {
    int choice = value >> 4;
    switch (value & 0x0f) {
      case 0, 1 -> take(session.poll(exchange(), now));
      case 2 -> take(session.post(exchange(), choice == 0));
      case 3 -> body(PACKETS[choice % PACKETS.length]);
      case 4 -> abort(choice);
      case 5 -> connect();
      case 6, 7 -> take(session.text(wire(choice >> 2), PACKETS[choice % PACKETS.length], now));
      case 8 -> take(session.binary(wire(choice), ByteBuffer.wrap(new byte[] {1}), now));
      case 9 -> {
        var gone = wire(choice);
        wires.remove(gone);
        busy.remove(gone);
        take(choice % 2 == 0 ? session.wireClosed(gone) : session.wireFailed(gone, 1002));
      }
      case 10, 11 -> written(wire(choice));
      case 12 -> send();
      case 13 -> tick(choice);
      case 14 -> take(session.flush(now));
      default -> end(choice);
    }
    check();
  }

  /// Lets time pass until nothing can happen any more: every session ends when its client is
  /// silent.
  void end() {
    var patience = now.plus(LONGEST_GOODBYE);
    while (session.deadline() != null && now.isBefore(patience)) {
      var deadline = session.deadline();
      now = deadline.isAfter(now) ? deadline : now;
      take(session.tick(now));
      assertThat(session.deadline()).as("a timer that rings in vain").isNotEqualTo(deadline);
    }
    assertThat(closed).isTrue();
    assertThat(unanswered).isSubsetOf(reading);
    check();
  }

  private void body(String text) {
    for (var exchange : List.copyOf(reading)) {
      reading.remove(exchange);
      take(session.body(exchange, text, now));
      return;
    }
  }

  private void abort(int choice) {
    if (!exchanges.isEmpty()) {
      var exchange = exchanges.get(choice % exchanges.size());
      if (choice % 3 == 0 && reading.remove(exchange)) {
        take(session.bodyTooLarge(exchange));
      } else if (unanswered.remove(exchange)) {
        reading.remove(exchange);
        take(session.aborted(exchange));
      }
    }
  }

  private void connect() {
    var wire = "w" + names++;
    wires.add(wire);
    take(session.upgrade(wire, now));
  }

  private void written(String wire) {
    if (busy.remove(wire)) {
      take(session.written(wire, now));
    }
  }

  private void send() {
    var accepted = session.send(List.of(new EncodedPacket(new EnginePacket.Message("hello"))));
    queued += accepted ? 1 : 0;
    assertThat(accepted).isEqualTo(session.isOpen());
  }

  private void tick(int choice) {
    now = now.plusMillis(choice * 1_500L);
    take(session.tick(now));
  }

  private void end(int choice) {
    take(
        choice % 4 == 0
            ? session.abandon(CloseReason.SERVER_SHUTTING_DOWN, 1012, "")
            : choice % 4 == 1 ? session.close(EngineSession.NO_CODE, "", now) : List.of());
  }

  private Integer exchange() {
    int exchange = exchanges.size();
    exchanges.add(exchange);
    unanswered.add(exchange);
    return exchange;
  }

  private String wire(int choice) {
    return "w" + choice % Math.max(1, names);
  }

  private void check() {
    assertThat(session.queuedBytes()).isBetween(0L, 1_000L + queued * 10L);
    if (closed) {
      assertThat(session.deadline()).isNull();
      assertThat(session.isOpen()).isFalse();
      assertThat(session.queuedBytes()).isZero();
    }
  }

  private void take(List<EngineAction<Integer, String>> actions) {
    for (var action : actions) {
      switch (action) {
        case EngineAction.ReadBody<Integer, String>(var exchange) -> {
          assertThat(unanswered).contains(exchange);
          reading.add(exchange);
        }
        case EngineAction.Drain<Integer, String>(var exchange, var packets) -> {
          assertThat(packets).isNotEmpty();
          answered(exchange);
        }
        case EngineAction.Accept<Integer, String>(var exchange) -> answered(exchange);
        case EngineAction.Refuse<Integer, String>(var exchange, var status) -> answered(exchange);
        case EngineAction.Reject<Integer, String>(var exchange, var error) -> answered(exchange);
        case EngineAction.Abort<Integer, String>(var exchange) -> answered(exchange);
        case EngineAction.Write<Integer, String>(var wire, var packets) -> {
          assertThat(packets).isNotEmpty();
          busy.add(wire);
        }
        case EngineAction.CloseWire<Integer, String>(var wire, var code, var reason) ->
            wires.remove(wire);
        case EngineAction.Upgraded<Integer, String>(var wire) -> assertThat(wires).contains(wire);
        case EngineAction.Receive<Integer, String>(var message) -> assertThat(closed).isFalse();
        case EngineAction.Closed<Integer, String>(var reason) -> {
          assertThat(closed).as("a session ends once").isFalse();
          closed = true;
        }
      }
    }
  }

  private void answered(Integer exchange) {
    assertThat(unanswered.remove(exchange)).as("a request is answered once").isTrue();
    reading.remove(exchange);
  }
}
