package dev.deskwire.desk.demo;

import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Callers;
import dev.deskwire.desk.platform.auth.Passwords;
import dev.deskwire.desk.platform.config.CannotStartException;
import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.desk.user.FirstStart;
import dev.deskwire.desk.user.RightsChanges;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Fills the desk with its example contents, also while it serves.
@ApplicationScoped
public class Demo {
  /// Takes a few seconds; a slow machine may take its time.
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final FirstStart firstStart;
  private final Founding founding;
  private final Stage stage;
  private final Callers callers;
  private final RightsChanges rights;
  private final Passwords passwords;
  private final Settings settings;
  private final InstantSource clock;

  Demo(
      FirstStart firstStart,
      Founding founding,
      Stage stage,
      Callers callers,
      RightsChanges rights,
      Passwords passwords,
      Settings settings,
      InstantSource clock) {
    this.firstStart = firstStart;
    this.founding = founding;
    this.stage = stage;
    this.callers = callers;
    this.rights = rights;
    this.passwords = passwords;
    this.settings = settings;
    this.clock = clock;
  }

  /// Makes the people, the places and the tickets, and prints who can sign in. All in one
  /// transaction, so that a demo is whole or not there; meanwhile, for some seconds, the desk works
  /// on, but other changes of rights wait.
  ///
  /// @throws CannotStartException if the demo is there already, or cannot be made here
  public void fill() {
    var password = password(settings.demoPassword());
    firstStart
        .prepare()
        .ifPresent(secret ->
            System.out.printf(
                "%s signs in with the password %s%n%n", settings.adminEmail(), secret));
    var steps = Script.until(clock.instant());
    QuarkusTransaction.requiringNew()
        .timeout(Math.toIntExact(PATIENCE.toSeconds()))
        .run(() -> {
          // two demos at once: the second waits here, then sees the first
          rights.begin();
          stage.perform(steps, founding.found(founder(), password));
        });
    System.out.println(
        text(steps, settings.demoPassword() == null ? password : "that of DEMO_PASSWORD"));
  }

  private String password(@Nullable String configured) {
    if (configured == null) {
      return Passwords.generate();
    }
    return switch (passwords.chosen("DEMO_PASSWORD", configured)) {
      case Outcome.Done<String>(var password) -> password;
      case Outcome.Refused<String> _ ->
          throw new CannotStartException("DEMO_PASSWORD must have 10 to 128 characters");
    };
  }

  /// The admin who makes it all, if there is no demo yet.
  private Caller founder() {
    var people = callers.all();
    for (var person : DemoPerson.values()) {
      if (people.stream().anyMatch(there -> there.email().equalsIgnoreCase(person.email()))) {
        throw new CannotStartException("The demo is already there: " + person.email() + " is");
      }
    }
    return people.stream()
        .filter(Caller::isAdmin)
        .min(Comparator.comparing(Caller::id))
        .orElseThrow(() -> new CannotStartException("This desk has no active admin"));
  }

  /// What to tell the operator.
  ///
  /// @param password of everyone, or where it stands
  static String text(List<Step> steps, String password) {
    var text = new StringBuilder();
    text.append(
        "The demo is there: %d tickets of the last %d days, with %d comments and %d files.%n"
            .formatted(
                count(steps, Step.Report.class),
                WorkTime.DAYS,
                count(steps, Step.Say.class),
                count(steps, Step.Attach.class)));
    text.append("Everyone's password is %s%n%n".formatted(password));
    for (var person : DemoPerson.values()) {
      text.append(
          "  %-10s%-18s%s%n".formatted(person.role.wire(), person.fullName, person.email()));
    }
    return text.toString();
  }

  private static long count(List<Step> steps, Class<? extends Step> kind) {
    return steps.stream().filter(kind::isInstance).count();
  }
}
