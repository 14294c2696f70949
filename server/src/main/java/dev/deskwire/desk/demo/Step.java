package dev.deskwire.desk.demo;

import dev.deskwire.desk.ticket.Priority;
import dev.deskwire.desk.ticket.Status;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that somebody did. Tickets are counted from 0 in the order of their making.
sealed interface Step {
  Instant at();

  /// A ticket is made; by staff, for the reporter.
  record Report(
      Instant at,
      int ticket,
      DemoPerson by,
      DemoPerson reporter,
      DemoProject project,
      @Nullable DemoQueue queue,
      Priority priority,
      String title,
      String description,
      List<String> tags,
      @Nullable Instant due)
      implements Step {}

  /// Fields change, those that are not `null`.
  record Change(
      Instant at,
      int ticket,
      DemoPerson by,
      @Nullable DemoQueue queue,
      @Nullable DemoPerson assignee,
      @Nullable Status status,
      @Nullable Priority priority,
      @Nullable List<String> tags,
      @Nullable Instant due)
      implements Step {
    static Change of(Instant at, int ticket, DemoPerson by, Status status) {
      return new Change(at, ticket, by, null, null, status, null, null, null);
    }

    static Change of(Instant at, int ticket, DemoPerson by, Priority priority) {
      return new Change(at, ticket, by, null, null, null, priority, null, null);
    }
  }

  /// A comment, `internal` or public.
  record Say(Instant at, int ticket, DemoPerson by, String body, boolean internal)
      implements Step {}

  record Attach(Instant at, int ticket, DemoPerson by, Enclosure.File file, boolean internal)
      implements Step {}

  record Follow(Instant at, int ticket, DemoPerson by, DemoPerson follower) implements Step {}

  /// Everyone reads what they were told of these tickets.
  record CatchUp(Instant at) implements Step {}
}
