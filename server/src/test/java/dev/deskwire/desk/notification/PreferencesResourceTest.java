package dev.deskwire.desk.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.testing.DeskClient;
import dev.deskwire.desk.testing.DeskClient.Answer;
import dev.deskwire.desk.testing.People;
import dev.deskwire.desk.testing.World;
import dev.deskwire.desk.testing.World.Member;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PreferencesResourceTest {
  private static final String PATH = "/api/notifications/preferences";

  @Inject People people;

  private World world;

  @BeforeEach
  void makeWorld() {
    world = World.create(people);
  }

  private static Map<String, Object> rule(
      String event, String type, @Nullable String id, String... channels) {
    var scope = new HashMap<String, Object>(Map.of("type", type));
    if (id != null) {
      scope.put("id", id);
    }
    return Map.of("event", event, "scope", scope, "channels", List.of(channels));
  }

  private static Answer prefer(Member member, Object... rules) {
    return member.desk().put(PATH, Map.of("rules", List.of(rules)));
  }

  private static List<String> tiers(Member member) {
    return member.get("/api/notifications").items("tier");
  }

  @Test
  void personWhoSaidNothingReadsTheDefaults() {
    var body = world.agent().get(PATH).body();

    assertThat(body.path("rules")).isEmpty();
    assertThat(body.path("quietHours").isNull()).isTrue();
    assertThat(body.path("defaults").path("mention").toString())
        .isEqualTo("[\"centre\",\"page\",\"system\",\"sound\"]");
    assertThat(body.path("defaults").path("comment_added").toString())
        .isEqualTo("[\"centre\",\"page\"]");
    assertThat(body.path("defaults").path("general").toString()).isEqualTo("[\"centre\"]");
    assertThat(DeskClient.anonymous().get(PATH).status()).isEqualTo(401);
  }

  @Test
  void whatIsReadMayBeSentBack() {
    var agent = world.agent();
    var ticket = world.ticket(agent);
    var quiet =
        Map.of(
            "from", "22:00",
            "to", "07:00",
            "timeZone", "Europe/Berlin",
            "days", List.of("monday", "friday"));
    var rules =
        List.of(
            rule("mention", "global", null, "email"),
            rule("comment_added", "project", world.project(), "page", "centre"),
            rule("any", "ticket", ticket));
    var said = agent.desk().put(PATH, Map.of("rules", rules, "quietHours", quiet));

    assertThat(said.status()).as(said.raw().body()).isEqualTo(200);
    assertThat(said.body()).isEqualTo(agent.get(PATH).body());
    assertThat(said.body().path("quietHours").path("days").toString())
        .isEqualTo("[\"monday\",\"friday\"]");
    assertThat(said.body().path("rules").toString())
        .contains("\"name\":\"Project\"")
        .contains("\"channels\":[\"centre\",\"email\"]")
        .contains("\"name\":\"TKT-");
    assertThat(agent.desk().put(PATH, said.body()).body()).isEqualTo(said.body());
    assertThat(world.admin().get(PATH).body().path("rules")).isEmpty();
  }

  @Test
  void mutedEventIsNotEvenStoredForThePersonAndStaysForTheOthers() {
    prefer(world.sales(), rule("status_changed", "global", null));
    var ticket = world.ticket(world.sales());
    world.agent().desk().put("/api/tickets/" + ticket + "/followers/" + world.customer().id());

    world.agent().patch("/api/tickets/" + ticket, Map.of("status", "waiting"));

    assertThat(tiers(world.sales())).isEmpty();
    assertThat(tiers(world.customer())).contains("medium");
  }

  @Test
  void narrowestScopeDecidesHowLoudlyAPersonIsTold() {
    var quiet = world.ticket(world.sales());
    var loud = world.ticket(world.sales());
    prefer(
        world.sales(),
        rule("status_changed", "project", world.project(), "centre"),
        rule("status_changed", "ticket", loud, "system"));

    world.agent().patch("/api/tickets/" + quiet, Map.of("status", "waiting"));
    world.agent().patch("/api/tickets/" + loud, Map.of("status", "waiting"));

    var centre = world.sales().get("/api/notifications");
    assertThat(centre.items("tier")).containsExactly("high", "low");
    assertThat(centre.body().path("items").path(0).path("channels").toString())
        .isEqualTo("[\"centre\",\"system\"]");
  }

  @Test
  void quietHoursTakeTheSoundAndLeaveTheRecord() {
    var always = Map.of("from", "00:00", "to", "00:00", "timeZone", "UTC");
    world.agent().desk().put(PATH, Map.of("rules", List.of(), "quietHours", always));
    var ticket = world.ticket(world.sales());

    world.admin().patch("/api/tickets/" + ticket, Map.of("assigneeId", world.agent().id()));

    var told = world.agent().get("/api/notifications").body().path("items").path(0);
    assertThat(told.path("notification_type").asText()).isEqualTo("ticket_assigned");
    assertThat(told.path("tier").asText()).isEqualTo("medium");
    assertThat(told.path("channels").toString()).isEqualTo("[\"centre\",\"page\"]");
  }

  @Test
  void ruleOfWhatIsAbsentOrInvisibleIsRefusedAlike() {
    var ticket = world.ticket(world.agent());
    for (var rule :
        List.of(
            rule("any", "ticket", "no-such"),
            rule("any", "ticket", ticket),
            rule("any", "queue", world.queue()),
            rule("any", "project", world.project()))) {
      var refused = prefer(world.stranger(), rule);
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.raw().body()).contains("rules[0].scope.id").contains("or not for you");
    }
    assertThat(prefer(world.customer(), rule("any", "queue", world.queue())).status())
        .isEqualTo(422);
    assertThat(prefer(world.customer(), rule("any", "project", world.project())).status())
        .isEqualTo(200);
  }

  @Test
  void ruleOfATicketThatIsNoLongerReadableIsWithheld() {
    var ticket = world.ticket(world.sales());
    var followers = "/api/tickets/" + ticket + "/followers/" + world.customer().id();
    world.agent().desk().put(followers);
    assertThat(prefer(world.customer(), rule("any", "ticket", ticket)).status()).isEqualTo(200);

    world.agent().desk().delete(followers);

    assertThat(world.customer().get(PATH).body().path("rules")).isEmpty();
  }

  @Test
  void badPreferencesAreRefusedByTheNameOfTheField() {
    var good = rule("mention", "global", null, "page");
    var cases =
        Map.ofEntries(
            Map.entry("rules", "{}"),
            Map.entry("rules[1].event", json(good, rule("no_event", "global", null))),
            Map.entry("rules[1].scope.type", json(good, rule("any", "planet", null))),
            Map.entry("rules[0].scope.id", json(rule("any", "queue", null))),
            Map.entry("rules[0].channels", json(rule("any", "global", null, "pigeon"))),
            Map.entry("rules[1]", json(good, good)),
            Map.entry("quietHours.from", quiet("25:00", "07:00", "UTC", "[]")),
            Map.entry("quietHours.to", quiet("22:00", "7", "UTC", "[]")),
            Map.entry("quietHours.timeZone", quiet("22:00", "07:00", "Berlin", "[]")),
            Map.entry("quietHours.days", quiet("22:00", "07:00", "UTC", "[\"friyay\"]")));

    cases.forEach((field, body) -> {
      var refused = world.agent().desk().put(PATH, body);
      assertThat(refused.status()).as("%s: %s", field, refused.raw().body()).isEqualTo(422);
      assertThat(refused.raw().body()).contains("\"" + field + "\"");
    });
    assertThat(world.agent().get(PATH).body().path("rules")).isEmpty();
  }

  private static String json(Object... rules) {
    return DeskClient.JSON.valueToTree(Map.of("rules", rules)).toString();
  }

  private static String quiet(String from, String to, String zone, String days) {
    return """
    {"rules": [], "quietHours": {"from": "%s", "to": "%s", "timeZone": "%s", "days": %s}}\
    """
        .formatted(from, to, zone, days);
  }
}
