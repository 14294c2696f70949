package dev.deskwire.desk.demo;

import dev.deskwire.desk.platform.auth.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/// Writes what happened in the demo. Pure, and always the same but for the moment at which it ends.
final class Script {
  static final int TICKETS = 300;

  /// Any number will do, as long as it stays.
  private static final int SEED = 1_963;

  /// Minutes of work from one new ticket to the next.
  private static final int PACE = WorkTime.END / TICKETS;

  /// How often people read what they were told.
  private static final int READING = 5 * WorkTime.DAY;

  /// What they were told on the last two days they have not read yet.
  private static final int LAST_READING = WorkTime.END - 2 * WorkTime.DAY;

  private Script() {}

  /// The steps up to `now`, in order.
  static List<Step> until(Instant now) {
    var time = new WorkTime(now);
    var random = new Random(SEED);
    var steps = new ArrayList<Step>();
    var deck = new ArrayList<Story>();
    for (int ticket = 0; ticket < TICKETS; ticket++) {
      if (deck.isEmpty()) {
        deck.addAll(MachineStories.ALL);
        deck.addAll(ShopStories.ALL);
        Collections.shuffle(deck, random);
      }
      int begin = ticket * PACE + 1 + random.nextInt(PACE - 1);
      steps.addAll(new Plot(ticket, deck.removeLast(), begin, time, random).steps());
    }
    for (int minute = READING; minute < LAST_READING; minute += READING) {
      steps.add(new Step.CatchUp(time.at(minute)));
    }
    steps.add(new Step.CatchUp(time.at(LAST_READING)));
    steps.removeIf(step -> step.at().isAfter(now));
    steps.sort(Comparator.comparing(Step::at));
    return steps;
  }

  /// Most reporters are customers.
  static DemoPerson reporter(DemoProject project, Random random) {
    var role = random.nextInt(4) == 0 ? Role.SALES : Role.CUSTOMER;
    return Details.one(random, DemoPerson.in(project, role));
  }
}
