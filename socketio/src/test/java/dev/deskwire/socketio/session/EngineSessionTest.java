package dev.deskwire.socketio.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.socketio.packet.EncodedPacket;
import dev.deskwire.socketio.packet.EnginePacket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The session with names for handles: requests are `g1`, `p1`, WebSockets are `w1`.
class EngineSessionTest {
  private static final Instant START = Instant.EPOCH;
  private static final Duration PING_INTERVAL = Duration.ofSeconds(25);
  private static final Duration PING_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration UPGRADE_TIMEOUT = Duration.ofSeconds(10);

  private static final EncodedPacket PING = new EncodedPacket(new EnginePacket.Ping(""));
  private static final EncodedPacket NOOP = new EncodedPacket(new EnginePacket.Noop());
  private static final EncodedPacket CLOSE = new EncodedPacket(new EnginePacket.Close());
  private static final EncodedPacket PROBED = new EncodedPacket(new EnginePacket.Pong("probe"));

  private static EncodedPacket message(String text) {
    return new EncodedPacket(new EnginePacket.Message(text));
  }

  private static EngineSession<String, String> onPolling() {
    EngineSession<String, String> session =
        EngineSession.overPolling("id", EngineSettings.DEFAULT, START);
    assertThat(session.poll("g0", START)).hasSize(1);
    return session;
  }

  private static EngineSession<String, String> onWebSocket() {
    EngineSession<String, String> session =
        EngineSession.overWebSocket("id", EngineSettings.DEFAULT, "w0", START);
    assertThat(session.flush(START)).hasSize(1);
    assertThat(session.written("w0", START)).isEmpty();
    return session;
  }

  private static EngineAction<String, String> drain(String exchange, EncodedPacket... packets) {
    return new EngineAction.Drain<>(exchange, List.of(packets));
  }

  private static EngineAction<String, String> write(String wire, EncodedPacket... packets) {
    return new EngineAction.Write<>(wire, List.of(packets));
  }

  private static EngineAction<String, String> closed(CloseReason reason) {
    return new EngineAction.Closed<>(reason);
  }

  private static EngineAction<String, String> closeWire(String wire) {
    return new EngineAction.CloseWire<>(wire, EngineSession.NO_CODE, "");
  }

  private static EngineAction<String, String> unknown(String exchange) {
    return new EngineAction.Reject<>(exchange, EngineError.UNKNOWN_SID);
  }

  // Opening

  @Test
  void aClientReadsItsHandshakeInTheFirstPoll() {
    EngineSession<String, String> session =
        EngineSession.overPolling("id", EngineSettings.DEFAULT, START);
    var handshake =
        "{\"sid\":\"id\",\"upgrades\":[\"websocket\"],\"pingInterval\":25000,\"pingTimeout\":20000,"
            + "\"maxPayload\":1000000}";
    assertThat(session.poll("g0", START))
        .containsExactly(drain("g0", new EncodedPacket(new EnginePacket.Open(handshake))));
  }

  @Test
  void aClientOnAWebSocketIsOfferedNoUpgrade() {
    EngineSession<String, String> session =
        EngineSession.overWebSocket("id", EngineSettings.DEFAULT, "w0", START);
    assertThat(session.flush(START).toString()).contains("\"upgrades\":[]");
  }

  // Heartbeat

  @Test
  void serverClosesWithPingTimeoutWhenNoPongArrives() {
    var session = onWebSocket();
    var pingAt = START.plus(PING_INTERVAL);
    var deadline = pingAt.plus(PING_TIMEOUT);

    assertThat(session.tick(pingAt.minusMillis(1))).isEmpty();
    assertThat(session.tick(pingAt)).containsExactly(write("w0", PING));
    assertThat(session.tick(deadline.minusMillis(1))).isEmpty();
    assertThat(session.tick(deadline))
        .containsExactly(closeWire("w0"), closed(CloseReason.PING_TIMEOUT));
    assertThat(session.tick(deadline.plusSeconds(60))).isEmpty();
    assertThat(session.deadline()).isNull();
  }

  @Test
  void aPingThatLeavesALittleLateGivesNoMoreTimeButOneThatWasHeldUpDoes() {
    var pingAt = START.plus(PING_INTERVAL);
    var late = onWebSocket();
    late.tick(pingAt.plusSeconds(5));
    assertThat(late.deadline()).isEqualTo(pingAt.plus(PING_TIMEOUT));
    var heldUp = onWebSocket();
    heldUp.tick(pingAt.plusSeconds(6));
    assertThat(heldUp.deadline()).isEqualTo(pingAt.plusSeconds(6).plus(PING_TIMEOUT));
  }

  @Test
  void serverPingsAgainAnIntervalAfterThePong() {
    var session = onWebSocket();
    var pongAt = START.plus(PING_INTERVAL).plusSeconds(3);
    session.tick(START.plus(PING_INTERVAL));
    session.written("w0", START);
    session.text("w0", "3", pongAt);

    assertThat(session.deadline()).isEqualTo(pongAt.plus(PING_INTERVAL));
    assertThat(session.tick(pongAt.plus(PING_INTERVAL))).containsExactly(write("w0", PING));
  }

  @Test
  void serverWaitsLongerOnceWhenSomethingElseArrivesBeforeThePong() {
    var session = onWebSocket();
    var pingAt = START.plus(PING_INTERVAL);
    session.tick(pingAt);
    session.text("w0", "4a", pingAt.plusSeconds(5));
    assertThat(session.deadline()).isEqualTo(pingAt.plusSeconds(5).plus(PING_TIMEOUT));
    session.text("w0", "4b", pingAt.plusSeconds(9));
    assertThat(session.deadline()).isEqualTo(pingAt.plusSeconds(5).plus(PING_TIMEOUT));
  }

  @Test
  void serverClosesAClientThatPings() {
    assertThat(onWebSocket().text("w0", "2", START))
        .containsExactly(closeWire("w0"), closed(CloseReason.TRANSPORT_ERROR));
  }

  @Test
  void aPollThatComesAfterThePongWasDueProlongsNothing() {
    var session = onPolling();
    var pingAt = START.plus(PING_INTERVAL);
    session.poll("g1", pingAt);
    assertThat(session.tick(pingAt)).containsExactly(drain("g1", PING));
    assertThat(session.poll("g2", pingAt.plus(PING_TIMEOUT)))
        .containsExactly(closed(CloseReason.PING_TIMEOUT), unknown("g2"));
  }

  // Sending

  @Test
  void whatIsSentWhileABatchIsUnderWayLeavesAsTheNext() {
    var session = onWebSocket();
    session.send(List.of(message("a")));
    assertThat(session.flush(START)).containsExactly(write("w0", message("a")));
    session.send(List.of(message("b")));
    session.send(List.of(message("c")));
    assertThat(session.flush(START)).isEmpty();
    assertThat(session.isWritable()).isFalse();
    assertThat(session.queuedBytes()).isEqualTo(6);
    assertThat(session.written("w0", START))
        .containsExactly(write("w0", message("b"), message("c")));
    session.written("w0", START);
    assertThat(session.queuedBytes()).isZero();
  }

  @Test
  void whatIsSentWhileNoPollWaitsLeavesWithTheNextPoll() {
    var session = onPolling();
    session.send(List.of(message("a"), message("b")));
    assertThat(session.flush(START)).isEmpty();
    assertThat(session.poll("g1", START)).containsExactly(drain("g1", message("a"), message("b")));
  }

  // Long-polling

  @Test
  void aSecondPollClosesTheSession() {
    var session = onPolling();
    session.poll("g1", START);
    assertThat(session.poll("g2", START))
        .containsExactly(
            drain("g1", CLOSE),
            closed(CloseReason.TRANSPORT_ERROR),
            new EngineAction.Refuse<>("g2", 400));
    assertThat(session.poll("g3", START)).containsExactly(unknown("g3"));
  }

  @Test
  void aSecondPostClosesTheSession() {
    var session = onPolling();
    assertThat(session.post("p1", false)).containsExactly(new EngineAction.ReadBody<>("p1"));
    assertThat(session.post("p2", false))
        .containsExactly(
            new EngineAction.Abort<>("p1"),
            closed(CloseReason.TRANSPORT_ERROR),
            new EngineAction.Refuse<>("p2", 400));
  }

  @Test
  void thePacketsBeforeAMalformedOneCount() {
    var session = onPolling();
    session.post("p1", false);
    assertThat(session.body("p1", "4a\u001ex\u001e4b", START))
        .containsExactly(
            new EngineAction.Receive<>(new EnginePacket.Message("a")),
            closed(CloseReason.PARSE_ERROR),
            new EngineAction.Accept<>("p1"));
  }

  @Test
  void aClosePacketEndsTheWaitingPollWithANoop() {
    var session = onPolling();
    session.poll("g1", START);
    session.post("p1", false);
    assertThat(session.body("p1", "1", START))
        .containsExactly(
            drain("g1", NOOP),
            closed(CloseReason.TRANSPORT_CLOSE),
            new EngineAction.Accept<>("p1"));
  }

  @Test
  void aBodyOverTheLimitLeavesTheSessionAlone() {
    var session = onPolling();
    session.post("p1", false);
    assertThat(session.bodyTooLarge("p1")).containsExactly(new EngineAction.Refuse<>("p1", 413));
    assertThat(session.post("p2", false)).containsExactly(new EngineAction.ReadBody<>("p2"));
  }

  @Test
  void anAbortedRequestClosesTheSession() {
    var session = onPolling();
    session.poll("g1", START);
    assertThat(session.aborted("g1")).containsExactly(closed(CloseReason.TRANSPORT_ERROR));

    var other = onPolling();
    other.post("p1", false);
    assertThat(other.aborted("p1")).containsExactly(closed(CloseReason.TRANSPORT_ERROR));
  }

  @Test
  void whatBecomesOfAnAnsweredRequestLeavesTheSessionAlone() {
    var session = onPolling();
    session.post("p1", false);
    session.body("p1", "4a", START);
    assertThat(session.bodyTooLarge("p1")).isEmpty();
    assertThat(session.aborted("p1")).isEmpty();
    assertThat(session.isOpen()).isTrue();
  }

  // The upgrade

  @Test
  void aCandidateBecomesTheTransport() {
    var session = onPolling();
    session.poll("g1", START);
    assertThat(session.upgrade("w1", START)).isEmpty();
    assertThat(session.text("w1", "2probe", START)).containsExactly(write("w1", PROBED));
    assertThat(session.tick(START.plusMillis(99))).isEmpty();
    assertThat(session.tick(START.plusMillis(100))).containsExactly(drain("g1", NOOP));
    session.written("w1", START);
    session.send(List.of(message("buffered")));
    assertThat(session.text("w1", "5", START))
        .containsExactly(new EngineAction.Upgraded<>("w1"), write("w1", message("buffered")));

    assertThat(session.poll("g2", START))
        .containsExactly(new EngineAction.Reject<>("g2", EngineError.BAD_REQUEST));
    assertThat(session.upgrade("w2", START)).containsExactly(closeWire("w2"));
    assertThat(session.text("w1", "4a", START))
        .containsExactly(new EngineAction.Receive<>(new EnginePacket.Message("a")));
  }

  @Test
  void aPollThatStillWaitsAtTheUpgradeIsEndedWithAClose() {
    var session = onPolling();
    session.upgrade("w1", START);
    session.text("w1", "2probe", START);
    session.poll("g1", START);
    assertThat(session.text("w1", "5", START))
        .containsExactly(drain("g1", CLOSE), new EngineAction.Upgraded<>("w1"));
  }

  @Test
  void aProbesAnswerUnderWayHoldsBackWhatFollows() {
    var session = onPolling();
    session.upgrade("w1", START);
    session.text("w1", "2probe", START);
    session.send(List.of(message("a")));
    assertThat(session.text("w1", "5", START)).containsExactly(new EngineAction.Upgraded<>("w1"));
    assertThat(session.written("w1", START)).containsExactly(write("w1", message("a")));
  }

  @Test
  void aCandidateThatTakesTooLongIsClosedAndTheSessionStays() {
    var session = onPolling();
    session.upgrade("w1", START);
    assertThat(session.tick(START.plus(UPGRADE_TIMEOUT))).containsExactly(closeWire("w1"));
    assertThat(session.isOpen()).isTrue();
    assertThat(session.upgrade("w2", START)).isEmpty();
  }

  @Test
  void aCandidateThatSendsAnythingElseIsClosed() {
    for (var text : List.of("4a", "2", "", "x", "3probe")) {
      var session = onPolling();
      session.upgrade("w1", START);
      assertThat(session.text("w1", text, START)).containsExactly(closeWire("w1"));
      assertThat(session.isOpen()).isTrue();
    }
    var session = onPolling();
    session.upgrade("w1", START);
    assertThat(session.binary("w1", ByteBuffer.allocate(1), START))
        .containsExactly(closeWire("w1"));
  }

  @Test
  void aCandidateIsClosedTogetherWithItsSession() {
    var session = onPolling();
    session.poll("g1", START);
    session.upgrade("w1", START);
    assertThat(session.aborted("g1"))
        .containsExactly(closeWire("w1"), closed(CloseReason.TRANSPORT_ERROR));
  }

  @Test
  void whatBecomesOfThePollingRequestsAfterTheUpgradeIsOfNoMatter() {
    var session = onPolling();
    session.post("p1", false);
    session.upgrade("w1", START);
    session.text("w1", "2probe", START);
    session.text("w1", "5", START);
    assertThat(session.aborted("p1")).isEmpty();
    assertThat(session.bodyTooLarge("p1")).isEmpty();
    assertThat(session.body("p1", "4a", START)).isEmpty();
    assertThat(session.isOpen()).isTrue();
  }

  @Test
  void aSilentClientIsGivenUpEvenIfItUpgradesDuringAPing() {
    var session = onPolling();
    var pingAt = START.plus(PING_INTERVAL);
    session.poll("g1", pingAt);
    session.tick(pingAt);
    session.upgrade("w1", pingAt);
    session.text("w1", "2probe", pingAt);
    session.text("w1", "5", pingAt.plusSeconds(1));
    assertThat(session.tick(pingAt.plusSeconds(1).plus(PING_TIMEOUT)))
        .contains(closed(CloseReason.PING_TIMEOUT));
  }

  // Closing

  @Test
  void anOrderlyCloseSendsFirstWhatIsQueued() {
    var session = onWebSocket();
    session.send(List.of(message("a")));
    assertThat(session.close(4001, "expired", START))
        .containsExactly(
            write("w0", message("a")),
            new EngineAction.CloseWire<>("w0", 4001, "expired"),
            closed(CloseReason.FORCED_CLOSE));
    assertThat(session.send(List.of(message("b")))).isFalse();
  }

  @Test
  void anOrderlyCloseWaitsForTheBatchUnderWay() {
    var session = onWebSocket();
    session.send(List.of(message("a")));
    session.flush(START);
    session.send(List.of(message("b")));
    assertThat(session.close(1000, "", START)).isEmpty();
    assertThat(session.written("w0", START))
        .containsExactly(
            write("w0", message("b")),
            new EngineAction.CloseWire<>("w0", 1000, ""),
            closed(CloseReason.FORCED_CLOSE));
  }

  @Test
  void anOrderlyCloseEndsAWaitingPoll() {
    var session = onPolling();
    session.poll("g1", START);
    assertThat(session.close(1000, "", START))
        .containsExactly(drain("g1", CLOSE), closed(CloseReason.FORCED_CLOSE));
  }

  @Test
  void anOrderlyCloseWaitsForAPollToTellTheClient() {
    var session = onPolling();
    assertThat(session.close(1000, "", START)).isEmpty();
    assertThat(session.isOpen()).isFalse();
    assertThat(session.poll("g1", START))
        .containsExactly(drain("g1", NOOP, CLOSE), closed(CloseReason.FORCED_CLOSE));
  }

  @Test
  void anOrderlyCloseDuringAnUpgradeSendsWhatIsQueuedOverTheNewTransport() {
    var session = onPolling();
    session.upgrade("w1", START);
    session.text("w1", "2probe", START);
    session.send(List.of(message("a")));
    assertThat(session.close(4001, "expired", START)).isEmpty();
    assertThat(session.text("w1", "5", START)).containsExactly(new EngineAction.Upgraded<>("w1"));
    assertThat(session.written("w1", START))
        .containsExactly(
            write("w1", message("a")),
            new EngineAction.CloseWire<>("w1", 4001, "expired"),
            closed(CloseReason.FORCED_CLOSE));
  }

  @Test
  void anOrderlyCloseWithNothingQueuedEndsWithTheUpgrade() {
    var session = onPolling();
    session.upgrade("w1", START);
    session.close(4001, "expired", START);
    assertThat(session.text("w1", "5", START))
        .containsExactly(
            new EngineAction.Upgraded<>("w1"),
            new EngineAction.CloseWire<>("w1", 4001, "expired"),
            closed(CloseReason.FORCED_CLOSE));
  }

  @Test
  void anOrderlyCloseGivesUpWaitingForAPoll() {
    var session = onPolling();
    session.close(1000, "", START);
    session.post("p1", false);
    session.body("p1", "3", START);
    // The heartbeat may be faster; here nothing is asked before the 25 seconds are over.
    assertThat(session.tick(START.plusSeconds(24))).isEmpty();
    assertThat(session.tick(START.plusSeconds(30))).contains(closed(CloseReason.FORCED_CLOSE));
  }

  @Test
  void anAbandonedSessionTellsItsTransportAtOnce() {
    var session = onWebSocket();
    session.send(List.of(message("a")));
    assertThat(session.abandon(CloseReason.TRANSPORT_ERROR, 1013, "slow reader"))
        .containsExactly(
            new EngineAction.CloseWire<>("w0", 1013, "slow reader"),
            closed(CloseReason.TRANSPORT_ERROR));
    assertThat(session.queuedBytes()).isZero();
  }

  @Test
  void aClientThatClosesItsWebSocketIsNotClosedBack() {
    assertThat(onWebSocket().wireClosed("w0")).containsExactly(closed(CloseReason.TRANSPORT_CLOSE));
  }

  @Test
  void aBrokenWebSocketIsClosedWithTheCodeOfWhatBroke() {
    assertThat(onWebSocket().wireFailed("w0", 1009))
        .containsExactly(
            new EngineAction.CloseWire<>("w0", 1009, ""), closed(CloseReason.TRANSPORT_ERROR));
  }

  // Properties

  /// Feeds thousands of sequences of inputs that no honest client would send, and checks what must
  /// hold for all of them.
  @Test
  void everyRequestIsAnsweredOnceAndASessionEndsOnceWhateverHappens() {
    for (int seed = 0; seed < 3_000; seed++) {
      new Chaos(seed).run();
    }
  }

  private static final class Chaos {
    private final Random random;
    private final EngineSession<String, String> session;
    private final HashSet<String> unanswered = new HashSet<>();
    private final List<EncodedPacket> delivered = new ArrayList<>();
    private final List<EncodedPacket> accepted = new ArrayList<>();
    private final int seed;
    private Instant now = START;
    private int names;
    private int ends;

    Chaos(int seed) {
      this.seed = seed;
      random = new Random(seed);
      session =
          random.nextBoolean()
              ? EngineSession.overPolling("id", EngineSettings.DEFAULT, START)
              : EngineSession.overWebSocket("id", EngineSettings.DEFAULT, "w0", START);
    }

    void run() {
      for (int i = 0; i < 40; i++) {
        now = now.plusMillis(random.nextInt(200));
        step().forEach(this::check);
        check(session.flush(now));
      }
      check(session.abandon(CloseReason.TRANSPORT_ERROR, 1000, ""));
      check(session.tick(now.plusSeconds(1000)));
      // A body that is still being read is answered when it has arrived.
      List.copyOf(unanswered).forEach(exchange -> check(session.body(exchange, "4a", now)));
      assertThat(ends).as("ends of seed %d", seed).isEqualTo(1);
      assertThat(unanswered).as("unanswered of seed %d", seed).isEmpty();
      assertThat(session.deadline()).isNull();
      // What was delivered is what was accepted, in order, from the beginning.
      assertThat(delivered).isEqualTo(accepted.subList(0, delivered.size()));
    }

    private List<EngineAction<String, String>> step() {
      var exchange = "x" + names++;
      var wire = "w" + random.nextInt(3);
      var texts = List.of("2probe", "5", "3", "4a", "x", "6", "1");
      var text = texts.get(random.nextInt(texts.size()));
      return switch (random.nextInt(12)) {
        case 0, 1 -> {
          unanswered.add(exchange);
          yield session.poll(exchange, now);
        }
        case 2 -> {
          unanswered.add(exchange);
          yield session.post(exchange, false);
        }
        case 3 -> {
          var some = unanswered.stream().sorted().findFirst().orElse("none");
          yield session.body(some, "4a\u001e" + text, now);
        }
        case 4 -> random.nextInt(5) == 0 ? session.wireClosed(wire) : session.upgrade(wire, now);
        case 5, 6 -> session.text(wire, text, now);
        case 7 -> session.written(wire, now);
        case 8 -> random.nextInt(20) == 0 ? session.close(1000, "", now) : session.tick(now);
        case 9 -> session.otherMethod(added(exchange));
        default -> {
          var packet = message("m" + names);
          if (session.send(List.of(packet))) {
            accepted.add(packet);
          }
          yield List.of();
        }
      };
    }

    private String added(String exchange) {
      unanswered.add(exchange);
      return exchange;
    }

    private void check(List<EngineAction<String, String>> actions) {
      actions.forEach(this::check);
    }

    private void check(EngineAction<String, String> action) {
      switch (action) {
        case EngineAction.Drain<String, String>(var exchange, var packets) -> {
          answered(exchange);
          deliver(packets);
        }
        case EngineAction.Accept<String, String>(var exchange) -> answered(exchange);
        case EngineAction.Refuse<String, String>(var exchange, var status) -> answered(exchange);
        case EngineAction.Reject<String, String>(var exchange, var error) -> answered(exchange);
        case EngineAction.Abort<String, String>(var exchange) -> answered(exchange);
        case EngineAction.Write<String, String>(var wire, var packets) -> deliver(packets);
        case EngineAction.Closed<String, String>(var reason) -> ends++;
        case EngineAction.Receive<String, String>(var message) ->
            assertThat(ends).as("received after the end").isZero();
        case EngineAction.ReadBody<String, String>(var exchange) ->
            assertThat(unanswered).contains(exchange);
        case EngineAction.CloseWire<String, String>(var wire, var code, var text) -> {}
        case EngineAction.Upgraded<String, String>(var wire) -> {}
      }
    }

    private void answered(String exchange) {
      assertThat(unanswered.remove(exchange)).as("%s answered twice", exchange).isTrue();
    }

    private void deliver(List<EncodedPacket> packets) {
      packets.stream()
          .filter(packet -> packet.packet() instanceof EnginePacket.Message)
          .forEach(delivered::add);
    }
  }

  @Test
  void aPacketsSizeIsWhatItAddsToTheQueue() {
    var session = onPolling();
    var packets =
        Arrays.asList(
            message("abc"), new EncodedPacket(new EnginePacket.Binary(ByteBuffer.allocate(9))));
    session.send(packets);
    assertThat(session.queuedBytes()).isEqualTo(4 + 10);
  }
}
