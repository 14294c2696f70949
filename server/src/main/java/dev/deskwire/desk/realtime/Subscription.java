package dev.deskwire.desk.realtime;

import dev.deskwire.desk.event.LoggedEvent;
import dev.deskwire.desk.platform.auth.Authenticated;
import dev.deskwire.desk.platform.auth.Caller;
import java.util.function.Consumer;

/// One connection that hears the log without choosing rooms: a native WebSocket or an event stream.
/// Opened by [Subscriptions#open].
///
/// Its position is written under [DeliveryOrder#between] alone, like a socket's [Attendance].
public final class Subscription implements Deadlines.Timed {
  private final Subscriptions all;
  private final Authenticated credentials;
  private final Scope scope;
  private final EventForm form;
  private final Outlet outlet;
  private final long maxQueuedBytes;

  /// What comes after this position has been heard.
  private long since;

  private volatile boolean catchingUp;

  Subscription(
      Subscriptions all,
      Authenticated credentials,
      Scope scope,
      EventForm form,
      Outlet outlet,
      long maxQueuedBytes) {
    this.all = all;
    this.credentials = credentials;
    this.scope = scope;
    this.form = form;
    this.outlet = outlet;
    this.maxQueuedBytes = maxQueuedBytes;
  }

  /// What came of [#resume].
  public sealed interface Resumed {
    /// Everything up to `cursor` has been sent.
    record UpTo(long cursor) implements Resumed {}

    /// The log no longer reaches back so far: the client reads everything anew, and goes on from
    /// `cursor`.
    record Reset(long cursor) implements Resumed {}
  }

  /// Sends what this connection has not been sent of the events after `after`, as far as its person
  /// may receive them now, each once and in order. Blocks.
  ///
  /// @param done told before the next live event, and in the order of the log
  public void resume(long after, Consumer<Resumed> done) {
    all.resume(this, after, done);
  }

  /// Whose connection it is, with the rights at its opening.
  public Caller caller() {
    return credentials.caller();
  }

  /// Sends a message that is no event. Any thread.
  public void send(byte[] message) {
    long waiting = outlet.queuedBytes();
    if (waiting > 0 && waiting + message.length > maxQueuedBytes) {
      end(Ending.TOO_SLOW);
    } else {
      outlet.send(message);
      all.sent();
    }
  }

  /// Closes the connection. Any thread; more than once has no effect.
  public void end(Ending ending) {
    all.forget(this);
    outlet.end(ending);
  }

  /// The transport has closed.
  public void closed() {
    all.forget(this);
  }

  @Override
  public boolean isOpen() {
    return outlet.isOpen();
  }

  boolean isGone() {
    return outlet.isGone();
  }

  @Override
  public void expiring(long seconds) {
    outlet.expiring(seconds);
  }

  @Override
  public void expired() {
    end(Ending.EXPIRED);
  }

  String transport() {
    return outlet.transport();
  }

  String userId() {
    return credentials.caller().id();
  }

  Authenticated credentials() {
    return credentials;
  }

  Scope scope() {
    return scope;
  }

  long queuedBytes() {
    return outlet.queuedBytes();
  }

  boolean isCatchingUp() {
    return catchingUp;
  }

  long since() {
    return since;
  }

  void beginAt(long position) {
    since = position;
  }

  void catchUp() {
    catchingUp = true;
  }

  void caughtUp(long after) {
    since = Math.min(since, after);
    catchingUp = false;
  }

  /// Whether the event went out live, when live events have passed by after `suppressedSince`.
  boolean heard(LoggedEvent event, long suppressedSince) {
    return event.seq() > since && event.seq() <= suppressedSince;
  }

  void hear(OutgoingEvent event) {
    event.in(form).ifPresent(this::send);
  }

  void heartbeat(long position) {
    if (!catchingUp) {
      outlet.heartbeat(position);
    }
  }
}
