package dev.deskwire.desk.realtime;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.event.LoggedEvent;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.Authenticated;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.desk.realtime.RightsEvent.PersonChanged;
import dev.deskwire.desk.realtime.RightsEvent.QueueChanged;
import dev.deskwire.desk.realtime.RightsEvent.SessionEnded;
import dev.deskwire.desk.realtime.Subscription.Resumed;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// The door of all connections that are not Socket.IO's: who listens, and what reaches them. The
/// transports, native WebSockets and event streams, know neither the log nor rights.
@ApplicationScoped
public class Subscriptions implements Door {
  private static final Logger LOG = Logger.getLogger(Subscriptions.class);

  /// How long an opening waits for the node to hear of the latest changes of rights.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /// How long clients may take to answer the close of a restart.
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  private static final Duration LOOK = Duration.ofMillis(5);

  private final EventLog log;
  private final RightsModel rights;
  private final DeliveryOrder order;
  private final LogReplay replay;
  private final Deadlines deadlines;
  private final ObjectMapper json;
  private final long maxQueuedBytes;
  private final RateMeter sent;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("subscriptions").daemon().factory());
  private final Map<RoomName, Set<Subscription>> inRooms = new ConcurrentHashMap<>();
  private final Set<Subscription> everywhere = ConcurrentHashMap.newKeySet();
  private final Map<String, Set<Subscription>> ofPeople = new ConcurrentHashMap<>();

  Subscriptions(
      EventLog log,
      RightsModel rights,
      DeliveryOrder order,
      LogReplay replay,
      Deadlines deadlines,
      ObjectMapper json,
      InstantSource clock,
      Settings settings) {
    this.log = log;
    this.rights = rights;
    this.order = order;
    this.replay = replay;
    this.deadlines = deadlines;
    this.json = json;
    sent = new RateMeter(clock);
    maxQueuedBytes = settings.limits().outboundQueueBytes();
    long every = settings.sockets().pingInterval().toMillis();
    var _ = timer.scheduleWithFixedDelay(this::heartbeat, every, every, TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent shutdown) {
    timer.shutdownNow();
  }

  /// Opens a connection: it hears everything from now on, until it is closed or the right to it
  /// ends. Blocks.
  ///
  /// @param resuming whether nothing live is sent until [Subscription#resume] has brought what was
  ///   missed
  /// @param opened gets the subscription before its first event; must not block
  /// @return [Refusal.Forbidden] if `scope` does not admit the person, [Refusal.Unauthenticated] if
  ///   the credentials ended meanwhile
  public Outcome<Subscription> open(
      Authenticated who,
      Scope scope,
      EventForm form,
      Outlet outlet,
      boolean resuming,
      Consumer<Subscription> opened) {
    var subscription = new Subscription(this, who, scope, form, outlet, maxQueuedBytes);
    if (resuming) {
      subscription.catchUp();
    }
    if (!enter(subscription, opened)) {
      // the right may be so new that this node has not heard of it yet
      order.await(log.settled(PATIENCE), PATIENCE);
      if (!enter(subscription, opened)) {
        return Outcome.refused(new Refusal.Forbidden(Ending.FORBIDDEN.reason()));
      }
    }
    deadlines.watch(subscription, who);
    // they may have ended between the check and the registration, where nobody was told
    if (!deadlines.stillGood(who)) {
      subscription.end(Ending.EXPIRED);
      return Outcome.refused(new Refusal.Unauthenticated(Ending.EXPIRED.reason()));
    }
    if (!outlet.isOpen()) {
      forget(subscription);
    }
    return Outcome.done(subscription);
  }

  private boolean enter(Subscription subscription, Consumer<Subscription> opened) {
    boolean[] admitted = new boolean[1];
    order.between(position -> {
      admitted[0] =
          rights
              .person(subscription.userId())
              .filter(caller -> subscription.scope().admits(caller, rights))
              .isPresent();
      if (admitted[0]) {
        subscription.beginAt(position);
        opened.accept(subscription);
        subscription.heartbeat(position);
        register(subscription);
      }
    });
    return admitted[0];
  }

  private void register(Subscription subscription) {
    add(ofPeople, subscription.userId(), subscription);
    switch (subscription.scope()) {
      case Scope.EveryRoom() -> everywhere.add(subscription);
      case Scope.OneRoom(var room, _) -> add(inRooms, room, subscription);
    }
  }

  void forget(Subscription subscription) {
    deadlines.forget(subscription);
    remove(ofPeople, subscription.userId(), subscription);
    switch (subscription.scope()) {
      case Scope.EveryRoom() -> everywhere.remove(subscription);
      case Scope.OneRoom(var room, _) -> remove(inRooms, room, subscription);
    }
  }

  /// The rooms in which one connection or more stands alone.
  Set<RoomName> rooms() {
    return Set.copyOf(inRooms.keySet());
  }

  /// A message has gone out.
  void sent() {
    sent.count();
  }

  double sentPerSecond() {
    return sent.perSecond();
  }

  private static <K> void add(Map<K, Set<Subscription>> index, K key, Subscription subscription) {
    index.compute(
        key,
        (_, known) -> {
          Set<Subscription> set = known == null ? ConcurrentHashMap.newKeySet() : known;
          set.add(subscription);
          return set;
        });
  }

  private static <K> void remove(
      Map<K, Set<Subscription>> index, K key, Subscription subscription) {
    index.computeIfPresent(
        key,
        (_, known) -> {
          known.remove(subscription);
          return known.isEmpty() ? null : known;
        });
  }

  void resume(Subscription subscription, long after, Consumer<Resumed> done) {
    if (!replay.reaches(after)) {
      order.between(position -> {
        subscription.caughtUp(position);
        done.accept(new Resumed.Reset(position));
      });
      return;
    }
    long[] suppressedSince = new long[1];
    order.between(position -> {
      suppressedSince[0] = subscription.isCatchingUp() ? subscription.since() : position;
      subscription.catchUp();
    });
    try {
      replay.run(
          after,
          (event, delivery) -> {
            if (!subscription.heard(event, suppressedSince[0])) {
              tell(subscription, delivery, outgoing(event, delivery));
            }
          },
          new LogReplay.Reader(subscription::isOpen, subscription::queuedBytes),
          position -> {
            subscription.caughtUp(after);
            done.accept(new Resumed.UpTo(position));
          });
    } catch (RuntimeException e) {
      // still catching up, so nothing newer has passed: the client comes back and asks again
      subscription.end(Ending.TRY_LATER);
      throw e;
    }
  }

  @Override
  public void deliver(LoggedEvent event, Delivery delivery) {
    broadcast(delivery, outgoing(event, delivery));
  }

  @Override
  public void send(Delivery ephemeral) {
    var event =
        new OutgoingEvent(
            ephemeral.names().getFirst(), OptionalLong.empty(), ephemeral.fields(), json);
    broadcast(ephemeral, event);
  }

  private OutgoingEvent outgoing(LoggedEvent event, Delivery delivery) {
    var name = delivery.names().getFirst();
    return new OutgoingEvent(
        name, OptionalLong.of(event.seq()), Payload.of(event, delivery, name), json);
  }

  private void broadcast(Delivery delivery, OutgoingEvent event) {
    for (var room : delivery.rooms()) {
      tellLive(inRooms.getOrDefault(room, Set.of()), delivery, event);
    }
    tellLive(everywhere, delivery, event);
  }

  private void tellLive(
      Collection<Subscription> subscriptions, Delivery delivery, OutgoingEvent event) {
    for (var subscription : subscriptions) {
      if (!subscription.isCatchingUp()) {
        tell(subscription, delivery, event);
      }
    }
  }

  private void tell(Subscription subscription, Delivery delivery, OutgoingEvent event) {
    alone(
        subscription,
        () ->
            rights
                .person(subscription.userId())
                .filter(caller -> subscription.scope().hears(caller, delivery, rights))
                .ifPresent(_ -> subscription.hear(event)));
  }

  /// What fails for one costs nobody else anything; it is closed, comes back and asks for what it
  /// has not been sent.
  private static void alone(Subscription subscription, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.errorf(e, "A subscription of %s fails", subscription.userId());
      subscription.end(Ending.TRY_LATER);
    }
  }

  @Override
  public void applied(RightsEvent change) {
    switch (change) {
      case PersonChanged(var person) ->
          endThoseNotAdmitted(ofPeople.getOrDefault(person.id(), Set.of()), person);
      case QueueChanged(var queueId, _, _) ->
          List.copyOf(inRooms.getOrDefault(new RoomName.OfQueue(queueId), Set.of()))
              .forEach(subscription ->
                  rights
                      .person(subscription.userId())
                      .ifPresent(person -> endThoseNotAdmitted(Set.of(subscription), person)));
      case SessionEnded(var userId, var sessionId, var except) ->
          List.copyOf(ofPeople.getOrDefault(userId, Set.of())).stream()
              .filter(subscription -> subscription.credentials().endsWith(sessionId, except))
              .forEach(subscription -> subscription.end(Ending.EXPIRED));
    }
  }

  private void endThoseNotAdmitted(Collection<Subscription> subscriptions, Caller person) {
    for (var subscription : List.copyOf(subscriptions)) {
      if (!subscription.scope().admits(person, rights)) {
        subscription.end(Ending.FORBIDDEN);
      }
    }
  }

  /// Tells those who stand in every room how far the log has come, also past what was not for them.
  private void heartbeat() {
    order.between(position ->
        everywhere.forEach(
            subscription -> alone(subscription, () -> subscription.heartbeat(position))));
  }

  @Override
  public void restart() {
    all().forEach(subscription -> subscription.end(Ending.RESTARTING));
  }

  /// Every connection that is open now.
  List<Subscription> all() {
    return ofPeople.values().stream().flatMap(Set::stream).toList();
  }

  /// Closes all connections, so that clients come back by themselves, and waits for those that take
  /// note of it. The port is still open meanwhile.
  void stop(@Observes ShutdownDelayInitiatedEvent stop) {
    var open = all();
    restart();
    long deadline = System.nanoTime() + GOODBYE.toNanos();
    while (!open.stream().allMatch(Subscription::isGone) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }
}
