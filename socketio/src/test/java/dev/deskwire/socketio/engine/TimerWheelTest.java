package dev.deskwire.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
  private static final long SECOND = 1_000_000_000;

  private final long start = -7 * SECOND;
  private final TimerWheel wheel = new TimerWheel(start);
  private final List<String> rung = new ArrayList<>();

  @Test
  void aTimerRingsInTheTickAfterItsTimeAndNotBefore() {
    set(100 * TimerWheel.TICK + 1, "late by less than a tick");
    ringAt(100 * TimerWheel.TICK + 1);
    assertThat(rung).isEmpty();
    ringAt(101 * TimerWheel.TICK);
    assertThat(rung).containsExactly("late by less than a tick");
  }

  @Test
  void aTimerOfTheNextTurnIsPassedBy() {
    set(SECOND, "this turn");
    set(SECOND + 8_192 * TimerWheel.TICK, "next turn");
    ringAt(2 * SECOND);
    assertThat(rung).containsExactly("this turn");
    ringAt(2 * SECOND + 8_192 * TimerWheel.TICK);
    assertThat(rung).containsExactly("this turn", "next turn");
  }

  @Test
  void aTimerWhoseTimeHasPassedRingsNext() {
    ringAt(SECOND);
    set(SECOND / 2, "overdue");
    assertThat(wheel.next()).isBetween(start + SECOND, start + SECOND + TimerWheel.TICK);
    ringAt(SECOND + TimerWheel.TICK);
    assertThat(rung).containsExactly("overdue");
  }

  @Test
  void aWheelThatWasIdleForDaysGoesOnFromNowAndNotTickByTick() {
    set(SECOND, "long ago");
    ringAt(SECOND);
    long days = 30 * 24 * 3_600 * SECOND;
    wheel.set(timer(days + SECOND, "now"), start + days);
    assertThat(wheel.next())
        .isBetween(start + days + SECOND, start + days + SECOND + TimerWheel.TICK);
    ringAt(days + SECOND + TimerWheel.TICK);
    assertThat(rung).containsExactly("long ago", "now");
  }

  @Test
  void aTimerThatIsCancelledBeforeItIsSetNeverRings() {
    var timer = timer(SECOND, "never");
    wheel.cancel(timer);
    assertThat(wheel.set(timer, start)).isEqualTo(TimerWheel.NEVER);
    ringAt(2 * SECOND);
    assertThat(rung).isEmpty();
    assertThat(wheel.next()).isEqualTo(TimerWheel.NEVER);
  }

  @Test
  void aTaskMaySetAndCancelTimers() {
    var victim = timer(SECOND, "victim");
    wheel.set(
        new TimerWheel.Entry(
            wheel,
            start + SECOND / 2,
            () -> {
              wheel.cancel(victim);
              set(SECOND, "set by a timer");
            }),
        start);
    wheel.set(victim, start);
    ringAt(2 * SECOND);
    assertThat(rung).containsExactly("set by a timer");
  }

  /// Whatever is set and cancelled, each timer rings once, within a tick of its time, and the wheel
  /// asks to be woken in time for it.
  @RepeatedTest(50)
  void manyTimersRingOnceAndInTime(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    long[] now = {0};
    Set<Integer> pending = new HashSet<>();
    List<TimerWheel.Entry> timers = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    for (int step = 0; step < 400; step++) {
      if (random.nextInt(4) > 0) {
        int number = timers.size();
        long time = now[0] + random.nextLong(60 * SECOND);
        times.add(time);
        timers.add(
            new TimerWheel.Entry(
                wheel,
                start + time,
                () -> {
                  assertThat(pending.remove(number)).isTrue();
                  assertThat(now[0] - times.get(number)).isBetween(0L, TimerWheel.TICK);
                }));
        pending.add(number);
        wheel.set(timers.getLast(), start + now[0]);
      } else if (!timers.isEmpty()) {
        int number = random.nextInt(timers.size());
        wheel.cancel(timers.get(number));
        pending.remove(number);
      }
      long until = now[0] + random.nextLong(SECOND);
      while (wheel.next() <= start + until) {
        now[0] = wheel.next() - start;
        ringAt(now[0]);
      }
      now[0] = until;
    }
    while (wheel.next() != TimerWheel.NEVER) {
      now[0] = wheel.next() - start;
      ringAt(now[0]);
    }
    assertThat(pending).isEmpty();
  }

  private TimerWheel.Entry timer(long time, String name) {
    return new TimerWheel.Entry(wheel, start + time, () -> rung.add(name));
  }

  private void set(long time, String name) {
    wheel.set(timer(time, name), start);
  }

  private void ringAt(long time) {
    wheel.ring(start + time);
  }
}
