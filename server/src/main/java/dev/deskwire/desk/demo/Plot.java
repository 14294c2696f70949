package dev.deskwire.desk.demo;

import dev.deskwire.desk.platform.auth.Role;
import dev.deskwire.desk.ticket.Priority;
import dev.deskwire.desk.ticket.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The life of one ticket, from its report to its end, however far in the future that lies. Whoever
/// uses it cuts off what has not happened yet: each step only builds on those before it.
final class Plot {
  /// Line ends within a paragraph of a text block.
  private static final Pattern WRAP = Pattern.compile("(?<=\\S)\n(?=\\S)");

  /// A ticket may lie untouched for so long, in minutes of work.
  private static final int UNTOUCHED = 12 * WorkTime.DAY;

  private static final List<String> GREETINGS =
      List.of(
          "Hello {reporter}, thank you for the clear description. I am looking into it now.",
          "Good morning {reporter}, this is with me. You hear from me today.",
          "Hi {reporter}, thanks for writing. Let me check a few things, I will be back shortly.",
          "Hello {reporter}, sorry for the trouble. I have taken this over and started on it.");

  private static final List<String> DELAYS =
      List.of(
          "A short word in between: the part is ordered and will take about a week.",
          "I have passed this on to the manufacturer and wait for their answer, sorry for the delay.",
          "This takes longer than I hoped. I keep at it and write as soon as there is news.");

  private static final List<String> THANKS =
      List.of(
          "Great, that did it. Thank you {agent}!",
          "Works again, thanks for the quick help.",
          "Thank you very much, everybody here is relieved.",
          "Perfect, you can close this.");

  private static final List<String> RELAPSES =
      List.of(
          "It was fine for a day, and this morning the same thing again.",
          "I am afraid we are back where we started, it happened again today.",
          "Sorry to bother you again: that helped, but not for long.");

  private static final List<String> SECOND_TRIES =
      List.of(
          "Thank you for your patience {reporter}. The first repair left one part out; that is done"
              + " now, and I watched it for two hours.",
          "Now it is right: I found the same cause in a second place and removed it there too.",
          "I went through it with the manufacturer. The setting is corrected and confirmed, please"
              + " write at once if you see it again.");

  private static final List<String> HANDOVERS =
      List.of(
          "@{colleague}, I am off from tomorrow, could you take this? Everything is in the ticket.",
          "Handing over to @{colleague}, who knows this customer's setup.",
          "@{colleague}, more your field than mine, please take over.");

  private final int ticket;
  private final Story story;
  private final WorkTime time;
  private final Random random;
  private final List<Step> steps = new ArrayList<>();
  private final DemoPerson reporter;
  private final DemoPerson triager;
  private final Details details;
  private DemoPerson agent;
  private final DemoPerson colleague;
  private Priority priority = Priority.MEDIUM;
  private int minute;

  /// So that not everything happens at the same second.
  private final int pastTheMinute;

  /// @param begin when it is reported, in minutes of work
  Plot(int ticket, Story story, int begin, WorkTime time, Random random) {
    this.ticket = ticket;
    this.story = story;
    this.time = time;
    this.random = random;
    minute = begin;
    pastTheMinute = random.nextInt(60_000);
    var project = story.queue().project;
    reporter = Script.reporter(project, random);
    triager = one(DemoPerson.in(project, Role.AGENT));
    var agents = story.queue().agents();
    agent = one(agents);
    colleague = one(agents.stream().filter(other -> other != agent).toList());
    details = new Details(random, reporter, agent, colleague);
  }

  List<Step> steps() {
    report();
    if (minute > WorkTime.END - UNTOUCHED && chance(12)) {
      return steps;
    }
    if (work()) {
      end();
    }
    return steps;
  }

  private void report() {
    if (chance(25)) {
      priority = story.gravity();
      add(report(agent, story.queue(), story.tags(), "Called in by phone. ", due()));
    } else {
      priority =
          story.gravity().compareTo(Priority.HIGH) >= 0 && chance(50)
              ? Priority.HIGH
              : Priority.MEDIUM;
      add(report(reporter, null, List.of(), "", null));
    }
    if (story.enclosure() != Enclosure.NONE && chance(75)) {
      pass(2, 6);
      add(new Step.Attach(now(), ticket, reporter, story.enclosure().file(random, details), false));
    }
  }

  private Step report(
      DemoPerson by,
      @Nullable DemoQueue queue,
      List<String> tags,
      String prefix,
      @Nullable Instant due) {
    var introduction = prefix + (reporter.role == Role.SALES ? "A client of mine writes:\n\n" : "");
    return new Step.Report(
        now(),
        ticket,
        by,
        reporter,
        story.queue().project,
        queue,
        priority,
        text(one(story.titles())),
        introduction + text(story.description()),
        tags,
        due);
  }

  /// From the triage to the solution.
  ///
  /// @return whether it comes to one
  private boolean work() {
    triage();
    pass(5, 2 * WorkTime.DAY);
    add(assign(agent, Status.IN_PROGRESS));
    if (chance(60)) {
      say(agent, one(GREETINGS), 1, 20);
    }
    if (chance(22)) {
      follow();
    }
    if (chance(40)) {
      investigate();
    }
    if (priority != Priority.URGENT && chance(10)) {
      pass(10, 200);
      priority = raised(priority);
      add(Step.Change.of(now(), ticket, agent, priority));
    }
    if (chance(58) && !ask()) {
      return false;
    }
    if (chance(9)) {
      handOver();
    }
    return true;
  }

  private static Priority raised(Priority priority) {
    return switch (priority) {
      case LOW -> Priority.MEDIUM;
      case MEDIUM -> Priority.HIGH;
      case HIGH, URGENT -> Priority.URGENT;
    };
  }

  /// Puts a ticket that the reporter made into its queue, sometimes by a detour.
  private void triage() {
    if (steps.getFirst() instanceof Step.Report made && made.queue() != null) {
      return;
    }
    pass(5, 200);
    boolean detour = chance(9);
    var graver = priority == story.gravity() ? null : story.gravity();
    priority = story.gravity();
    var queue = detour ? story.queue().mistakenFor() : story.queue();
    add(new Step.Change(now(), ticket, triager, queue, null, null, graver, story.tags(), due()));
    if (detour) {
      note(triager, "This is one for " + story.queue().title + ", moving it over.", 30, 240);
      pass(1, 2);
      add(new Step.Change(now(), ticket, triager, story.queue(), null, null, null, null, null));
    }
  }

  /// A quarter of the tickets are due within a week and a half.
  private @Nullable Instant due() {
    return chance(25) ? now().plus(Duration.ofDays(2 + random.nextInt(9))) : null;
  }

  private void follow() {
    pass(1, 30);
    var followers =
        DemoPerson.in(story.queue().project, chance(70) ? Role.SALES : Role.ADMIN).stream()
            .filter(person -> person != reporter)
            .toList();
    if (!followers.isEmpty()) {
      add(new Step.Follow(now(), ticket, agent, one(followers)));
    }
  }

  private void investigate() {
    note(agent, story.note(), 5, 120);
    if (chance(15)) {
      pass(2, 10);
      add(new Step.Attach(now(), ticket, agent, Enclosure.LOG.file(random, details), true));
    }
    if (chance(25)) {
      note(colleague, "Agreed, same thing as last month at another site. Go ahead.", 10, 200);
    }
  }

  /// Asks the reporter, who mostly answers; that opens the ticket by itself.
  ///
  /// @return whether they did
  private boolean ask() {
    say(agent, story.question(), 5, 150);
    pass(1, 2);
    add(Step.Change.of(now(), ticket, agent, Status.WAITING));
    if (chance(14)) {
      var reminder = "Hello {reporter}, did you get around to this? We can go on once we know.";
      say(agent, reminder, 3 * WorkTime.DAY, 4 * WorkTime.DAY);
      var farewell =
          "As we have not heard from you I close this for now. Just write here to go on with it.";
      say(agent, farewell, 4 * WorkTime.DAY, 6 * WorkTime.DAY);
      pass(1, 2);
      add(Step.Change.of(now(), ticket, agent, Status.CLOSED));
      return false;
    }
    say(reporter, story.answer(), 20, 4 * WorkTime.DAY);
    pass(5, 200);
    add(Step.Change.of(now(), ticket, agent, Status.IN_PROGRESS));
    return true;
  }

  private void handOver() {
    note(agent, one(HANDOVERS), 10, 200);
    pass(1, 5);
    add(new Step.Change(now(), ticket, agent, null, colleague, null, null, null, null));
    agent = colleague;
  }

  private void end() {
    if (chance(18)) {
      say(agent, one(DELAYS), 10, WorkTime.DAY);
      pass(3 * WorkTime.DAY, 10 * WorkTime.DAY);
    }
    say(agent, story.solution(), 30, 4 * WorkTime.DAY);
    resolve();
    if (chance(9)) {
      say(reporter, one(RELAPSES), 300, 3 * WorkTime.DAY);
      pass(10, 200);
      add(assign(agent, Status.IN_PROGRESS));
      say(agent, one(SECOND_TRIES), 60, 2 * WorkTime.DAY);
      resolve();
    } else if (chance(25)) {
      say(reporter, one(THANKS), 5, 400);
      pass(5, 120);
      add(Step.Change.of(now(), ticket, agent, Status.CLOSED));
      return;
    }
    if (chance(88)) {
      pass(3 * WorkTime.DAY, 7 * WorkTime.DAY);
      add(Step.Change.of(now(), ticket, chance(70) ? agent : DemoPerson.MAREN, Status.CLOSED));
    }
  }

  private void resolve() {
    pass(1, 3);
    add(Step.Change.of(now(), ticket, agent, Status.RESOLVED));
  }

  private Step assign(DemoPerson assignee, Status status) {
    return new Step.Change(now(), ticket, assignee, null, assignee, status, null, null, null);
  }

  private void say(DemoPerson who, String body, int from, int to) {
    pass(from, to);
    add(new Step.Say(now(), ticket, who, text(body), false));
  }

  private void note(DemoPerson who, String body, int from, int to) {
    pass(from, to);
    add(new Step.Say(now(), ticket, who, text(body), true));
  }

  private String text(String template) {
    return WRAP.matcher(details.fill(template).strip()).replaceAll(" ");
  }

  private void add(Step step) {
    steps.add(step);
  }

  private Instant now() {
    return time.at(minute).minusMillis(pastTheMinute);
  }

  /// Lets from `from` to `to` minutes of work pass, at least one.
  private void pass(int from, int to) {
    minute += from + random.nextInt(to - from + 1);
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T one(List<T> choices) {
    return Details.one(random, choices);
  }
}
