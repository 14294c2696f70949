package dev.deskwire.desk.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuietHoursTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static QuietHours hours(String from, String to, DayOfWeek... days) {
    return new QuietHours(
        LocalTime.parse(from),
        LocalTime.parse(to),
        BERLIN,
        days.length == 0 ? EnumSet.allOf(DayOfWeek.class) : Set.of(days));
  }

  private static boolean quiet(QuietHours hours, String localTime) {
    return hours.covers(LocalDateTime.parse(localTime).atZone(hours.timeZone()).toInstant());
  }

  @Test
  void nightBeginsWithItsFirstMinuteAndEndsBeforeItsLast() {
    var night = hours("22:00", "07:00");

    assertThat(quiet(night, "2026-11-20T21:59:59")).isFalse();
    assertThat(quiet(night, "2026-11-20T22:00:00")).isTrue();
    assertThat(quiet(night, "2026-11-21T06:59:59")).isTrue();
    assertThat(quiet(night, "2026-11-21T07:00:00")).isFalse();
  }

  @Test
  void nightOfADayLastsIntoTheNext() {
    var fridayNight = hours("22:00", "07:00", DayOfWeek.FRIDAY);

    assertThat(quiet(fridayNight, "2026-11-20T03:00:00")).isFalse();
    assertThat(quiet(fridayNight, "2026-11-20T23:00:00")).isTrue();
    assertThat(quiet(fridayNight, "2026-11-21T03:00:00")).isTrue();
    assertThat(quiet(fridayNight, "2026-11-21T23:00:00")).isFalse();
  }

  @Test
  void sameTimeTwiceIsTheWholeDay() {
    var weekend = hours("00:00", "00:00", DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);

    assertThat(quiet(weekend, "2026-11-20T23:59:59")).isFalse();
    assertThat(quiet(weekend, "2026-11-21T00:00:00")).isTrue();
    assertThat(quiet(weekend, "2026-11-22T23:59:59")).isTrue();
    assertThat(quiet(weekend, "2026-11-23T00:00:00")).isFalse();
  }

  @Test
  void hoursFollowTheClockOnTheWallThroughSummerTime() {
    var night = hours("22:00", "07:00");

    assertThat(night.covers(java.time.Instant.parse("2026-01-15T06:30:00Z"))).isFalse();
    assertThat(night.covers(java.time.Instant.parse("2026-01-15T05:30:00Z"))).isTrue();
    assertThat(night.covers(java.time.Instant.parse("2026-07-15T05:30:00Z"))).isFalse();
    assertThat(night.covers(java.time.Instant.parse("2026-07-15T04:30:00Z"))).isTrue();
  }

  /// Quiet hours and their complement cover each moment exactly once, whatever the hours.
  @Test
  void everyMomentOfTheWeekIsEitherQuietOrWithinTheHoursTurnedAround() {
    var random = new Random(20261121);
    for (int i = 0; i < 2_000; i++) {
      var from = LocalTime.of(random.nextInt(24), random.nextInt(60));
      var to = LocalTime.of(random.nextInt(24), random.nextInt(60));
      if (from.equals(to)) {
        continue;
      }
      var all = EnumSet.allOf(DayOfWeek.class);
      var hours = new QuietHours(from, to, BERLIN, all);
      var turned = new QuietHours(to, from, BERLIN, all);
      var at = java.time.Instant.ofEpochSecond(1_790_000_000L + random.nextInt(40_000_000));
      assertThat(hours.covers(at)).as("%s at %s", hours, at).isNotEqualTo(turned.covers(at));
    }
  }
}
