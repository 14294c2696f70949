package dev.deskwire.desk.presence;

import java.time.Instant;

/// A project of which this node tells: what it told last and when. Touched under the project's
/// lock.
final class WatchedProject {
  private ProjectView told = ProjectView.EMPTY;
  private Throttle throttle = Throttle.OPEN;
  private boolean repeats;
  private boolean planned;

  ProjectView told() {
    return told;
  }

  /// Something may be new.
  ///
  /// @param repeat whether the view goes out even if it is the same
  void noticed(boolean repeat) {
    throttle = throttle.with(true);
    repeats |= repeat;
  }

  boolean isDue(Instant now) {
    return throttle.isDue(now);
  }

  /// This is the view now.
  ///
  /// @return whether it goes out; if so, it counts as sent
  boolean become(ProjectView view, Instant now) {
    boolean sends = repeats || !view.equals(told);
    told = view;
    repeats = false;
    throttle = sends ? throttle.sent(now) : throttle.nothing();
    return sends;
  }

  /// Whether there is nothing left to tell of, nor to wait for.
  boolean isOver(Instant now) {
    return told.isEmpty() && throttle.isIdle(now);
  }

  Instant opensAt() {
    return throttle.opensAt();
  }

  /// Whether a look at [#opensAt] is needed that nobody has planned; it counts as planned then.
  boolean plans() {
    boolean plans = !planned && (throttle.waiting() || told.isEmpty());
    planned |= plans;
    return plans;
  }

  void planDone() {
    planned = false;
  }
}
