package dev.deskwire.desk.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A session whose client loses what is under way again and again: whatever it shows when it comes
/// back, in the end it has everything of its rooms, and nothing twice.
class ReplaysTest {
  private static final List<String> TICKETS = List.of("t1", "t2", "t3");

  @Test
  void whatWasSentAsItHappenedAndLostIsSentWithTheReplayThatWasLostAfterIt() {
    var session = new Session();
    session.join("t1");
    session.happen(3);
    session.receiveAll();
    session.happen(2);
    session.resume(0, 0);
    session.cut(0);
    session.recover(0);
    session.receiveAll();
    session.assertComplete();
  }

  @Test
  void whoIsCutOffAgainAmidWhatItWasMissingGoesOnThere() {
    var session = new Session();
    session.happen(4);
    session.join("t1");
    session.happen(2);
    session.receiveAll();
    session.resume(0, 0);
    session.cut(0);
    session.recover(0);
    session.cut(2);
    session.recover(0);
    session.cut(0);
    session.recover(0);
    session.receiveAll();
    session.assertComplete();
  }

  @Test
  void anOffsetAfterACompleteReplayIsNotTakenForOneBeforeIt() {
    var session = new Session();
    session.happen(3);
    session.join("t1");
    session.resume(0, 0);
    session.receiveAll();
    session.cut(0);
    session.recover(0);
    session.receiveAll();
    session.cut(0);
    session.recover(0);
    session.receiveAll();
    session.assertComplete();
  }

  @Test
  void whatIsNoLongerKnownOfAClientIsNotGuessed() {
    var session = new Session();
    session.join("t1");
    session.happen(1);
    session.receiveAll();
    for (int i = 0; i < 40; i++) {
      session.resume(0, 1);
    }
    session.cut(0);
    assertThat(session.replays.received(session.shown(), session.stays)).isEmpty();
  }

  @Test
  void whoIsCutOffAgainAndAgainAfterTheSameReplayIsStillKnown() {
    var session = new Session();
    session.happen(3);
    session.join("t1");
    session.resume(0, 0);
    session.receiveAll();
    for (int i = 0; i < 40; i++) {
      session.cut(0);
      session.recover(0);
      session.receiveAll();
    }
    session.assertComplete();
  }

  @Test
  void whatIsRememberedOfAClientInOtherRoomsAtEachCutDoesNotGrowForEver() {
    var session = new Session();
    session.happen(3);
    session.join("t1");
    session.resume(0, 0);
    session.receiveAll();
    int recoveries = 0;
    for (; session.isKnown() && recoveries < 100; recoveries++) {
      session.stays.clear();
      session.join("room" + recoveries);
      session.cut(0);
      session.recover(0);
      session.receiveAll();
    }
    assertThat(recoveries).isBetween(10, 20);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void nothingIsLostAndNothingComesTwiceWhateverIsLostOnTheWay(long seed) {
    for (int run = 0; run < 500; run++) {
      var session = new Session();
      var random = new Random(seed * 1_000 + run);
      for (int step = 0; step < 60; step++) {
        session.step(random);
      }
      if (!session.connected) {
        session.recover(0);
      }
      session.receiveAll();
      session.assertComplete();
    }
  }

  /// One name of one event, with the offset that it travels with.
  private record Sent(String name, String offset) {}

  /// A session and its client, with a naive log of its own.
  private static final class Session {
    final Replays replays = new Replays();
    final Map<String, Stay> stays = new HashMap<>();
    private final List<String> log = new ArrayList<>();
    private final List<Sent> underWay = new ArrayList<>();
    private final List<String> received = new ArrayList<>();
    private String offset = "0";
    boolean connected = true;

    void step(Random random) {
      if (!connected) {
        switch (random.nextInt(9)) {
          case 0, 1 -> happen(1 + random.nextInt(3));
          case 2 -> close(0);
          default -> recover(random.nextInt(3));
        }
        return;
      }
      switch (random.nextInt(20)) {
        case 18 -> close(random.nextInt(3));
        case 19 -> happen(1);
        case 0, 1, 2 -> join(TICKETS.get(random.nextInt(TICKETS.size())));
        case 3, 4, 5, 6, 7, 8 -> happen(1 + random.nextInt(4));
        case 9, 10, 11 -> resume(random.nextInt(log.size() + 1), random.nextInt(3));
        case 12, 13, 14 -> receive(random.nextInt(underWay.size() + 1));
        case 15, 16, 17 -> cut(random.nextInt(underWay.size() + 1));
        default -> throw new AssertionError();
      }
    }

    LogOffset shown() {
      return LogOffset.parse(offset).orElseThrow();
    }

    /// Whether the client could be recovered if it came back now.
    boolean isKnown() {
      return replays.received(shown(), stays).isPresent();
    }

    private Set<RoomName> rooms(long seq) {
      return Set.of(new RoomName.OfTicket(log.get((int) seq - 1)));
    }

    private int names(long seq) {
      return 1 + (int) (seq % 2);
    }

    void join(String ticket) {
      stays.putIfAbsent(new RoomName.OfTicket(ticket).wire(), Stay.since(log.size()));
    }

    void happen(int events) {
      for (int i = 0; i < events; i++) {
        log.add(TICKETS.get(log.size() % TICKETS.size()));
        long seq = log.size();
        if (connected && Replays.isHeard(stays, rooms(seq), seq)) {
          send(seq, LogOffset.LINEAR);
        }
      }
    }

    /// The next event closes its room.
    void close(int meanwhile) {
      happen(1 + meanwhile);
      long seq = log.size();
      stays.computeIfPresent(
          rooms(seq).iterator().next().wire(),
          (_, stay) -> stay.isOpen() && stay.after() < seq ? stay.endedAt(seq) : stay);
    }

    private void send(long seq, long replay) {
      for (int i = 0; i < names(seq); i++) {
        var at = LogOffset.at(seq, i, names(seq)).inReplay(replay);
        underWay.add(new Sent(seq + "." + i, at.wire()));
      }
    }

    /// @param meanwhile what happens while the replay is under way; of two, the second closes a
    ///   room
    void resume(long after, int meanwhile) {
      long number = Replays.next();
      long heardUntil = log.size();
      connected = false;
      if (meanwhile == 2) {
        close(1);
      } else {
        happen(meanwhile);
      }
      connected = true;
      for (long seq = after + 1; seq <= log.size(); seq++) {
        boolean wasHeard = seq <= heardUntil && Replays.isHeard(stays, rooms(seq), seq);
        var room = rooms(seq).iterator().next().wire();
        var stay = stays.get(room);
        if (stay != null && seq <= stay.until() && !wasHeard) {
          send(seq, number);
        }
      }
      var before = Map.copyOf(stays);
      stays.replaceAll((_, stay) -> stay.from(after));
      replays.resumed(number, after, heardUntil, log.size(), before, stays);
    }

    void receiveAll() {
      receive(underWay.size());
    }

    private void receive(int count) {
      var arrived = underWay.subList(0, count);
      arrived.forEach(sent -> {
        if (!sent.name().isEmpty()) {
          received.add(sent.name());
        }
        offset = sent.offset();
      });
      arrived.clear();
    }

    /// The connection breaks when so much of what is under way has arrived.
    void cut(int arrived) {
      receive(arrived);
      underWay.clear();
      connected = false;
    }

    /// @param meanwhile what happens while it is found out what the client is missing, and is held
    ///   back: the server sends it by itself unless it has just sent the same offset
    void recover(int meanwhile) {
      var has = replays.received(shown(), stays).orElseThrow();
      connected = true;
      happen(meanwhile);
      var held = List.copyOf(underWay);
      underWay.clear();
      long until = log.size();
      var numbered = replays.recovered(has, stays);
      for (long seq = has.from() + 1; seq <= until; seq++) {
        for (int i = 0; i < names(seq); i++) {
          if (Replays.isHeard(stays, rooms(seq), seq) && !has.has(rooms(seq), seq, i)) {
            var at = numbered.apply(LogOffset.at(seq, i, names(seq)));
            underWay.add(new Sent(seq + "." + i, at.wire()));
          }
        }
      }
      var sent = underWay.stream().map(Sent::offset).toList();
      held.stream().filter(event -> !sent.contains(event.offset())).forEach(underWay::add);
      underWay.add(new Sent("", replays.at(until).wire()));
    }

    void assertComplete() {
      var entitled = new ArrayList<String>();
      for (long seq = 1; seq <= log.size(); seq++) {
        if (Replays.isHeard(stays, rooms(seq), seq)) {
          for (int i = 0; i < names(seq); i++) {
            entitled.add(seq + "." + i);
          }
        }
      }
      assertThat(received).containsExactlyInAnyOrderElementsOf(entitled);
    }
  }
}
