package dev.deskwire.desk.demo;

import java.time.Duration;
import java.time.Instant;

/// Minutes of work, counted from the beginning of the demo: ninety days of nine hours each, the
/// last of which ends now. So people act at the hours of the day at which the demo is made, and
/// sleep at the others.
///
/// @param now the end
record WorkTime(Instant now) {
  static final int DAYS = 90;

  /// Minutes of one day.
  static final int DAY = 9 * 60;

  /// Minutes in all.
  static final int END = DAYS * DAY;

  Instant at(int minute) {
    int before = END - minute;
    return now.minus(Duration.ofDays(before / DAY)).minus(Duration.ofMinutes(before % DAY));
  }
}
