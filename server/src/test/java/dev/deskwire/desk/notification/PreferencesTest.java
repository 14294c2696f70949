package dev.deskwire.desk.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.notification.Preferences.Chosen;
import dev.deskwire.desk.notification.Scope.Place;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PreferencesTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Place PLACE = new Place("p", "q", "t");

  private static final List<NoticeKind> KINDS = List.of(NoticeKind.values());

  private static Notice notice(NoticeKind kind) {
    return Notice.of(kind, kind.wire(), kind.wire());
  }

  private static Rule rule(@Nullable NoticeKind kind, Scope scope, Channel... channels) {
    return new Rule(kind, scope, Set.of(channels));
  }

  private static Preferences prefer(Rule... rules) {
    return new Preferences(List.of(rules), null);
  }

  @Test
  void personWhoSaidNothingIsToldByTheTier() {
    assertThat(Preferences.NONE.channels(notice(NoticeKind.MENTION), PLACE, NOON))
        .containsExactlyInAnyOrder(Channel.CENTRE, Channel.PAGE, Channel.SYSTEM, Channel.SOUND);
    assertThat(Preferences.NONE.channels(notice(NoticeKind.COMMENT_ADDED), PLACE, NOON))
        .containsExactlyInAnyOrder(Channel.CENTRE, Channel.PAGE);
    assertThat(Preferences.NONE.channels(notice(NoticeKind.GENERAL), PLACE, NOON))
        .containsExactly(Channel.CENTRE);
  }

  @Test
  void narrowestScopeDecidesAndWithinItTheRuleThatNamesTheEvent() {
    var said =
        prefer(
            rule(NoticeKind.COMMENT_ADDED, Scope.everywhere(), Channel.SYSTEM),
            rule(NoticeKind.COMMENT_ADDED, new Scope.OfProject("p"), Channel.SOUND),
            rule(null, new Scope.OfQueue("q"), Channel.PAGE),
            rule(NoticeKind.MENTION, new Scope.OfQueue("q"), Channel.EMAIL),
            rule(null, new Scope.OfTicket("another")));

    assertThat(said.channels(notice(NoticeKind.COMMENT_ADDED), PLACE, NOON))
        .containsExactlyInAnyOrder(Channel.CENTRE, Channel.PAGE);
    assertThat(said.channels(notice(NoticeKind.MENTION), PLACE, NOON))
        .containsExactlyInAnyOrder(Channel.CENTRE, Channel.EMAIL);
    assertThat(said.channels(notice(NoticeKind.COMMENT_ADDED), new Place("p", null, "x"), NOON))
        .containsExactlyInAnyOrder(Channel.CENTRE, Channel.SOUND);
    assertThat(said.channels(notice(NoticeKind.COMMENT_ADDED), Place.NOWHERE, NOON))
        .containsExactlyInAnyOrder(Channel.CENTRE, Channel.SYSTEM);
    assertThat(
            said.channels(notice(NoticeKind.COMMENT_ADDED), new Place("p", "q", "another"), NOON))
        .isEmpty();
  }

  @Test
  void loudestNoticeOfAnActionIsToldAndAMutedOneMakesRoomForTheNext() {
    var notices = List.of(notice(NoticeKind.COMMENT_ADDED), notice(NoticeKind.MENTION));

    assertThat(Preferences.NONE.loudest(notices, PLACE, NOON))
        .map(Chosen::notice)
        .contains(notice(NoticeKind.MENTION));
    assertThat(prefer(rule(NoticeKind.MENTION, Scope.everywhere())).loudest(notices, PLACE, NOON))
        .map(Chosen::notice)
        .contains(notice(NoticeKind.COMMENT_ADDED));
    assertThat(prefer(rule(null, Scope.everywhere())).loudest(notices, PLACE, NOON)).isEmpty();
  }

  @Test
  void quietHoursTakeSoundAndSystemAndLeaveTheRecord() {
    var always =
        new QuietHours(
            LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, ZoneOffset.UTC, EnumSet.allOf(DayOfWeek.class));
    var resting = new Preferences(List.of(), always);

    var chosen =
        resting.loudest(List.of(notice(NoticeKind.TICKET_ASSIGNED)), PLACE, NOON).orElseThrow();

    assertThat(chosen.channels()).containsExactlyInAnyOrder(Channel.CENTRE, Channel.PAGE);
    assertThat(chosen.tier()).isEqualTo(Tier.MEDIUM);
  }

  /// Whatever a person says: what is told is in the centre, quiet hours are quiet, and nothing that
  /// was not muted is lost.
  @Test
  void whateverIsSaidNothingIsToldOutsideTheCentreAndRestIsKept() {
    var random = new Random(4711);
    for (int i = 0; i < 2_000; i++) {
      boolean resting = random.nextBoolean();
      var said = new Preferences(rules(random), resting ? wholeDay() : null);
      var notices =
          Stream.generate(() -> KINDS.get(random.nextInt(KINDS.size())))
              .limit(1 + random.nextInt(3))
              .map(PreferencesTest::notice)
              .toList();
      var chosen = said.loudest(notices, PLACE, NOON);
      assertThat(chosen.isEmpty())
          .isEqualTo(notices.stream().allMatch(one -> said.channels(one, PLACE, NOON).isEmpty()));
      chosen.ifPresent(told -> {
        assertThat(told.channels()).contains(Channel.CENTRE);
        assertThat(told.tier()).isEqualTo(Tier.of(told.channels()));
        assertThat(resting && told.channels().contains(Channel.SOUND)).isFalse();
        assertThat(resting && told.tier() == Tier.HIGH).isFalse();
        for (var other : notices) {
          var channels = said.channels(other, PLACE, NOON);
          assertThat(channels.isEmpty() || Tier.of(channels).compareTo(told.tier()) >= 0).isTrue();
        }
      });
    }
  }

  private static QuietHours wholeDay() {
    return new QuietHours(
        LocalTime.NOON, LocalTime.NOON, ZoneOffset.UTC, EnumSet.allOf(DayOfWeek.class));
  }

  private static List<Rule> rules(Random random) {
    var scopes =
        List.of(
            Scope.everywhere(),
            new Scope.OfProject("p"),
            new Scope.OfQueue("q"),
            new Scope.OfQueue("other"),
            new Scope.OfTicket("t"));
    var rules = new ArrayList<Rule>();
    for (var scope : scopes) {
      for (var kind : NoticeKind.values()) {
        if (random.nextInt(4) == 0) {
          rules.add(new Rule(kind, scope, channels(random)));
        }
      }
      if (random.nextInt(4) == 0) {
        rules.add(new Rule(null, scope, channels(random)));
      }
    }
    return rules;
  }

  private static Set<Channel> channels(Random random) {
    var channels = EnumSet.noneOf(Channel.class);
    for (var channel : Channel.values()) {
      if (random.nextInt(3) == 0) {
        channels.add(channel);
      }
    }
    return channels;
  }
}
