package dev.deskwire.desk.notification;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;

/// When a person wants neither sound nor a notification of the operating system, by the clock on
/// their wall. What they are told is kept all the same.
///
/// @param from inclusive; later than `to` it runs over midnight, equal to `to` it lasts the day
/// @param to exclusive
/// @param days the days on which it starts
record QuietHours(LocalTime from, LocalTime to, ZoneId timeZone, Set<DayOfWeek> days) {

  /// Whether it is quiet at `at`.
  boolean covers(Instant at) {
    var local = at.atZone(timeZone);
    var time = local.toLocalTime();
    var today = local.getDayOfWeek();
    if (from.isBefore(to)) {
      return days.contains(today) && !time.isBefore(from) && time.isBefore(to);
    }
    if (from.equals(to)) {
      return days.contains(today);
    }
    return (days.contains(today) && !time.isBefore(from))
        || (days.contains(today.minus(1)) && time.isBefore(to));
  }
}
