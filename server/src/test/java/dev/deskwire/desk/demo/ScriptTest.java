package dev.deskwire.desk.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ScriptTest {
  private static final Instant NOW = Instant.parse("2026-11-21T15:30:00Z");

  private final List<Step> steps = Script.until(NOW);

  private <T extends Step> Stream<T> all(Class<T> kind) {
    return steps.stream().filter(kind::isInstance).map(kind::cast);
  }

  @Test
  void sameThingsHappenAtTheSameDistanceFromNowInEveryRun() {
    var later = Duration.ofDays(400);

    assertThat(Script.until(NOW.plus(later)).stream().map(ScriptTest::told))
        .containsExactlyElementsOf(steps.stream().map(ScriptTest::told).toList());
    assertThat(Script.until(NOW.plus(later)).stream().map(Step::at))
        .containsExactlyElementsOf(steps.stream().map(step -> step.at().plus(later)).toList());
    assertThat(all(Step.Report.class).limit(3).map(Step.Report::title))
        .containsExactly(
            "Humming at night on the top floor",
            "Aroma 300 hangs in the update to 4.2.1",
            "Bean Bar XL trips the breaker");
  }

  /// What a step says, without its times.
  private static Object told(Step step) {
    return switch (step) {
      case Step.Report report -> List.of(report.title(), report.description(), report.reporter());
      case Step.Change change ->
          Stream.of(change.by(), change.queue(), change.assignee(), change.status())
              .map(Objects::toString)
              .toList();
      case Step.Say say -> List.of(say.by(), say.body(), say.internal());
      case Step.Attach attach -> List.of(attach.file().name(), attach.file().bytes().length);
      case Step.Follow follow -> List.of(follow.by(), follow.follower());
      case Step.CatchUp _ -> "all read";
    };
  }

  @Test
  void everythingHappensInOrderWithinNinetyDays() {
    assertThat(steps.stream().map(Step::at))
        .isSortedAccordingTo(Comparator.naturalOrder())
        .allMatch(at -> !at.isAfter(NOW) && !at.isBefore(NOW.minus(Duration.ofDays(90))));
    assertThat(all(Step.Report.class).map(Step.Report::ticket).toList())
        .isSortedAccordingTo(Comparator.naturalOrder())
        .hasSize(Script.TICKETS);
  }

  @Test
  void textsReadLikeTextsOfPeople() {
    var texts =
        Stream.concat(
                all(Step.Say.class).map(Step.Say::body),
                all(Step.Report.class)
                    .flatMap(report -> Stream.of(report.title(), report.description())))
            .toList();
    assertThat(texts).noneMatch(text -> text.isBlank() || text.matches("(?s).*\\{[a-z]+}.*"));
    assertThat(new HashSet<>(all(Step.Report.class).map(Step.Report::title).toList()))
        .hasSizeGreaterThan(80);
    assertThat(MachineStories.ALL.size() + ShopStories.ALL.size()).isGreaterThanOrEqualTo(40);
  }

  @Test
  void filesAreWhatTheirNamesSay() throws IOException {
    var files = all(Step.Attach.class).map(Step.Attach::file).toList();

    assertThat(files)
        .extracting(Enclosure.File::mediaType)
        .contains("text/plain", "text/csv", "image/png");
    for (var file : files) {
      var picture = ImageIO.read(new ByteArrayInputStream(file.bytes()));
      assertThat(picture != null).as(file.name()).isEqualTo(file.name().endsWith(".png"));
      assertThat(file.bytes()).hasSizeBetween(100, 20_000);
    }
  }
}
