package dev.deskwire.examples.standby;

import dev.deskwire.extension.Client;
import dev.deskwire.extension.Extension;
import dev.deskwire.extension.ExtensionContext;
import dev.deskwire.extension.Notification;
import dev.deskwire.extension.Notification.Tier;
import dev.deskwire.extension.Person;
import dev.deskwire.extension.Result;
import dev.deskwire.extension.Role;
import dev.deskwire.extension.TimelineItem;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Who of the staff is on call, and a way to reach them in the middle of the night.
public final class Standby implements Extension {
  /// The entity whose timeline tells who was on call.
  private static final String ROTA = "rota";

  private record Duty(Person person, Instant until) {}

  /// What `standby:take` takes.
  public record Take(int minutes) {
    public Take {
      if (minutes < 1) {
        throw new IllegalArgumentException("minutes must be 1 or more");
      }
    }
  }

  /// What `standby:page` takes.
  public record Page(String ticketId) {}

  /// What everyone is told; `userId` is empty when nobody is on call.
  public record OnCall(String userId, String until) {}

  private final Set<Client> screens = ConcurrentHashMap.newKeySet();
  private final AtomicInteger pages = new AtomicInteger();
  private volatile ExtensionContext desk;
  private volatile Duration longest;
  private volatile Duty duty;

  @Override
  public String name() {
    return "standby";
  }

  @Override
  public void initialize(ExtensionContext context) {
    desk = context;
    longest = Duration.ofHours(Long.parseLong(context.setting("max-hours").orElse("12")));
    context.entityType(ROTA, Role.staff());
    context.on("standby:take", Take.class, this::take);
    context.on("standby:page", Page.class, this::page);
    context
        .webSocket("/ws/standby/", Role.staff())
        .opened(screen -> {
          screens.add(screen);
          screen.send("standby:changed", members(onCall()));
        })
        .closed(screens::remove)
        .on("who", Void.class, (_, _) -> Result.done(onCall()));
  }

  /// `standby:take {minutes}`: who asks is on call from now on.
  private Result<OnCall> take(Client client, Take take) {
    var person = client.person();
    if (!person.isStaff()) {
      return Result.forbidden("Only staff can be on call.");
    }
    var time = Duration.ofMinutes(take.minutes());
    if (time.compareTo(longest) > 0) {
      return Result.invalid("minutes must be at most " + longest.toMinutes());
    }
    duty = new Duty(person, Instant.now().plus(time));
    var now = onCall();
    desk.timelines()
        .add(person, ROTA, "main", TimelineItem.of("taken", "On call until " + now.until()));
    for (var role : Role.staff()) {
      desk.broadcast("role:" + role.name().toLowerCase(), "standby:changed", members(now));
    }
    screens.forEach(screen -> screen.send("standby:changed", members(now)));
    return Result.done(now);
  }

  /// `standby:page {ticketId}`: whoever may read a ticket calls for help with it. Nobody is told of a
  /// ticket that is not for them.
  private Result<OnCall> page(Client client, Page page) {
    if (page.ticketId() == null || !desk.mayRead(client.person().id(), page.ticketId())) {
      return Result.notFound();
    }
    var called = present();
    if (called == null || !desk.mayRead(called.person().id(), page.ticketId())) {
      return Result.invalid("Nobody who works on this ticket is on call.");
    }
    pages.incrementAndGet();
    var text = client.person().name() + " needs you at the ticket " + page.ticketId();
    return switch (desk.sendNotification(
        called.person().id(),
        new Notification("standby_page", "You are on call", text, Tier.HIGH, null))) {
      case Result.Done<String> _ -> Result.done(onCall());
      case Result.Refused<String>(var code, var why) -> new Result.Refused<>(code, why);
    };
  }

  private Duty present() {
    var last = duty;
    return last == null || last.until().isBefore(Instant.now()) ? null : last;
  }

  private OnCall onCall() {
    var now = present();
    return now == null ? new OnCall("", "") : new OnCall(now.person().id(), now.until().toString());
  }

  private static Map<String, String> members(OnCall now) {
    return Map.of("userId", now.userId(), "until", now.until());
  }

  @Override
  public Object stats() {
    return Map.of("onCall", present() != null, "screens", screens.size(), "pages", pages.get());
  }

  @Override
  public void shutdown() {
    desk.logger().log(System.Logger.Level.INFO, "{0} pages were sent", pages.get());
  }
}
