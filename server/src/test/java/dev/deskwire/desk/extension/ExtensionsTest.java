package dev.deskwire.desk.extension;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.testing.NativeTab;
import dev.deskwire.desk.testing.People;
import dev.deskwire.desk.testing.World;
import dev.deskwire.desk.testing.World.Member;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class ExtensionsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private static final Map<String, String> FITS = Map.of("Deskwire-Api", "1");

  /// Answers `hello` at a path of its own.
  private static final String GREETS =
      """
      public void initialize(ExtensionContext desk) {
        desk.webSocket("/ws/" + name() + "/", Role.everybody())
            .on("hello", Void.class, (client, nothing) -> Result.done(Map.of("to", client.person().id())));
      }
      """;

  @Inject People people;
  @Inject Extensions extensions;
  @TempDir Path folder;

  private final List<NativeTab> tabs = new ArrayList<>();
  private JarMaker jars;
  private World world;

  @BeforeEach
  void makeWorld() {
    world = World.create(people);
    jars = new JarMaker(folder);
  }

  @AfterEach
  void stop() {
    tabs.forEach(NativeTab::close);
    extensions.stop();
  }

  private void start() {
    extensions.start(folder, TIMEOUT);
  }

  private NativeTab open(Member member, String path) {
    var ticket = member.desk().post("/api/auth/ws-ticket").text("ticket");
    var tab = NativeTab.open(path + "?ticket=" + ticket);
    tabs.add(tab);
    return tab;
  }

  private JsonNode stats() {
    return world.admin().get("/api/realtime/stats").body().path("extensions");
  }

  private String problem(String extension) {
    assertThat(stats().path(extension).path("state").asText()).as(extension).isEqualTo("failed");
    return stats().path(extension).path("problem").asText();
  }

  private void assertGreets(String extension) {
    var answer = open(world.sales(), "/ws/" + extension + "/").ask("{\"type\":\"hello\"}", "hello");
    assertThat(answer.path("to").asText()).isEqualTo(world.sales().id());
  }

  @Test
  void jarThatDoesNotFitIsLeftOutWithTheReasonWhileTheOthersRun() throws IOException {
    jars.extension("greets", GREETS);
    Files.writeString(folder.resolve("letter.jar"), "Dear desk,");
    jars.extension("unmarked.jar", "unmarked", GREETS, Map.of());
    jars.extension("newer.jar", "newer", GREETS, Map.of("Deskwire-Api", "7"));
    jars.jar("nothing.jar", "class Nothing {}", FITS, Map.of());
    jars.jar(
        "absent.jar",
        "class Nothing {}",
        FITS,
        Map.of("META-INF/services/dev.deskwire.extension.Extension", "not.There"));
    jars.extension("shouting.jar", "SHOUTING", GREETS, FITS);
    jars.extension("twin.jar", "greets", GREETS, FITS);

    start();

    assertThat(problem("letter.jar")).contains("cannot be read as a jar");
    assertThat(problem("unmarked.jar")).contains("has no Deskwire-Api", "this desk has 1");
    assertThat(problem("newer.jar")).contains("made for version 7", "this desk has 1");
    assertThat(problem("nothing.jar")).contains("names no extension in META-INF/services/");
    assertThat(problem("absent.jar")).contains("not.There not found");
    assertThat(problem("shouting.jar")).contains("lower-case word, but is SHOUTING");
    assertThat(problem("twin.jar")).contains("the name greets is taken by greets.jar");
    assertGreets("greets");
  }

  @Test
  void extensionThatFailsAtItsStartAddsNothingWhileTheOthersRun() {
    jars.extension("greets", GREETS);
    jars.extension(
        "throws",
        GREETS.replace(
            "desk.webSocket", "if (true) throw new Error(\"no coffee\"); desk.webSocket"));
    jars.extension(
        "hangs",
        GREETS.replace("}\n", "  try { Thread.sleep(600_000); } catch (Exception e) {} }\n"));
    jars.extension("lacks", "public void initialize(ExtensionContext desk) { Helper.help(); }");
    jars.extension("takes", on("ticket:created"));
    jars.extension(
        "squats",
        "public void initialize(ExtensionContext desk) {"
            + " desk.webSocket(\"/ws/projects/{p}/presence\", Role.staff()); }");
    jars.extension(
        "renames",
        "public void initialize(ExtensionContext desk) { desk.entityType(\"client\", Role.staff()); }");
    jars.extension("first", on("shared:event"));
    jars.extension("second", on("shared:event"));

    long before = System.nanoTime();
    start();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(TIMEOUT.multipliedBy(4));

    assertThat(problem("throws")).contains("initialize failed", "no coffee");
    assertThat(problem("hangs")).contains("initialize did not end within 2000 ms");
    assertThat(problem("lacks")).contains("NoClassDefFoundError", "Helper");
    assertThat(problem("takes")).contains("ticket:created is the desk's");
    assertThat(problem("squats")).contains("/ws/projects/{p}/presence is the desk's");
    assertThat(problem("renames")).contains("entity type client is there already");
    assertThat(problem("second")).contains("event shared:event is taken by the extension first");
    assertThat(stats().path("first").path("events").path(0).asText()).isEqualTo("shared:event");
    assertThat(world.sales().get("/ws/throws/").status()).isEqualTo(404);
    assertThat(world.sales().get("/ws/hangs/").status()).isEqualTo(404);
    assertGreets("greets");
  }

  private static String on(String event) {
    return "public void initialize(ExtensionContext desk) {"
        + " desk.on(\"%s\", Void.class, (client, nothing) -> Result.done()); }".formatted(event);
  }

  @Test
  void failureWhileItRunsIsAnsweredCountedAndNobodyElsesAffair() {
    jars.extension("greets", GREETS);
    jars.extension(
        "fails",
        """
        public record Asked(int number) {}
        public void initialize(ExtensionContext desk) {
          desk.webSocket("/ws/fails/", Role.staff())
              .opened(client -> {
                throw new IllegalStateException("opened") {
                  @Override public String getMessage() { throw new IllegalStateException("and mute"); }
                };
              })
              .on("throw", Void.class, (client, nothing) -> { throw new Exception("secret"); })
              .on("hang", Void.class, (client, nothing) -> { Thread.sleep(600_000); return Result.done(); })
              .on("odd", Void.class, (client, nothing) -> Result.done("no object"))
              .on("square", Asked.class, (client, asked) ->
                  Result.done(Map.of("is", asked.number() * asked.number())));
        }
        public Object stats() { throw new IllegalStateException("uncountable"); }
        public void shutdown() throws Exception { Thread.sleep(600_000); }
        """);
    start();
    var tab = open(world.agent(), "/ws/fails/");

    for (var type : List.of("throw", "odd")) {
      var error = tab.ask("{\"type\":\"%s\"}".formatted(type), "error");
      assertThat(error.path("code").asText()).isEqualTo("internal");
      assertThat(error.toString()).doesNotContain("secret");
    }
    tab.send("{\"type\":\"hang\"}");
    assertGreets("greets");
    assertThat(tab.ask("{\"type\":\"square\",\"number\":3}", "square").path("is").asInt())
        .isEqualTo(9);
    assertThat(tab.ask("{\"type\":\"square\",\"number\":\"x\"}", "error").path("message").asText())
        .isEqualTo("number cannot be used as it is.");
    assertThat(tab.ask("{\"type\":\"dance\"}", "error").path("code").asText()).isEqualTo("invalid");
    assertThat(open(world.sales(), "/ws/fails/").awaitClose().code()).isEqualTo(4003);

    var stats = stats();
    assertThat(stats.path("fails").path("state").asText()).isEqualTo("running");
    assertThat(stats.path("fails").path("failures").asInt()).isEqualTo(5);
    assertThat(stats.path("fails").path("lastFailure").asText()).contains("uncountable");
    assertThat(stats.path("fails").has("stats")).isFalse();
    assertThat(stats.path("greets").path("failures").asInt()).isZero();

    long before = System.nanoTime();
    extensions.stop();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(TIMEOUT.multipliedBy(3));
    assertThat(world.sales().get("/ws/greets/").status()).isEqualTo(404);
  }

  /// Each message is a call to one service, answered with what it came to.
  private static final String USES =
      """
      public record Asked(String user, String ticket, String parcel) {}
      private ExtensionContext context;
      public void initialize(ExtensionContext desk) {
        context = desk;
        desk.entityType("parcel", Set.of(Role.CUSTOMER));
        desk.webSocket("/ws/uses/", Role.staff())
            .admit((person, parameters) -> person.isAdmin())
            .on("tell", Asked.class, (client, asked) ->
                said(desk.sendNotification(asked.user(), Notification.of("parcel_came", "A parcel", "It is here"))))
            .on("may_read", Asked.class, (client, asked) -> Result.done(Map.of(
                "is", desk.mayRead(asked.user(), asked.ticket()),
                "readers", desk.readers(asked.ticket(), false).stream().map(Person::id).toList())))
            .on("add", Asked.class, (client, asked) -> said(desk.timelines()
                .add(client.person(), "parcel", asked.parcel(), TimelineItem.of("sent", "Sent").named("Box"))))
            .on("add_internal", Asked.class, (client, asked) -> said(desk.timelines()
                .add(null, "parcel", asked.parcel(), new TimelineItem("note", "Heavy", null, true, null))))
            .on("rename", Asked.class, (client, asked) -> said(desk.timelines()
                .change(null, "parcel", asked.parcel(), asked.ticket(), TimelineItem.of("sent", "Sent by air").withBody("By *air*"))))
            .on("remove", Asked.class, (client, asked) -> said(desk.timelines()
                .remove(null, "parcel", asked.parcel(), asked.ticket())))
            .on("broadcast", Asked.class, (client, asked) -> said(desk.broadcast(
                "user:" + asked.user(), "parcel:came", Map.of("parcel", asked.parcel()))))
            .on("fake", Asked.class, (client, asked) -> said(desk.broadcast(
                "user:" + asked.user(), "ticket:created", Map.of())))
            .on("surroundings", Void.class, (client, nothing) -> Result.done(Map.of(
                "setting", desk.setting("box-size").orElse(""),
                "folder", java.nio.file.Files.isDirectory(desk.dataFolder()),
                "sees_the_desk", sees("dev.deskwire.desk.platform.Ids"),
                "sees_its_libraries", sees("io.vertx.core.Vertx"))));
      }
      private static Result<?> said(Result<?> result) {
        return result instanceof Result.Done<?>(var value) && value != null
            ? Result.done(Map.of("value", value)) : result;
      }
      private static boolean sees(String type) {
        try { Class.forName(type); return true; } catch (ClassNotFoundException e) { return false; }
      }
      public Object stats() { return Map.of("boxes", 3); }
      public void shutdown() { context.timelines().add(null, "client", "the-end", TimelineItem.of("end", "The end")); }
      """;

  private static JsonNode ask(NativeTab tab, String type, String members) {
    return tab.ask("{\"type\":\"%s\",%s}".formatted(type, members), type);
  }

  @Test
  void extensionUsesTheServicesOfTheDeskAndTheDesksRulesHold() {
    jars.extension("uses", USES);
    System.setProperty("EXTENSION_USES_BOX_SIZE", "small");
    start();
    assertThat(open(world.agent(), "/ws/uses/").awaitClose().code()).isEqualTo(4003);
    var tab = open(world.admin(), "/ws/uses/");
    var customer = world.customer();
    var ticket = world.ticket(customer);
    var who = "\"user\":\"" + customer.id() + "\",\"ticket\":\"" + ticket + "\"";

    ask(tab, "tell", who);
    assertThat(
            customer.get("/api/notifications").body().path("items").path(0).path("title").asText())
        .isEqualTo("A parcel");
    assertThat(tab.ask("{\"type\":\"tell\",\"user\":\"nobody\"}", "error").path("code").asText())
        .isEqualTo("invalid");

    var readers = ask(tab, "may_read", who);
    assertThat(readers.path("is").asBoolean()).isTrue();
    assertThat(readers.path("readers").toString())
        .contains(customer.id(), world.agent().id())
        .doesNotContain(world.stranger().id(), world.sales().id());
    var stranger = who.replace(customer.id(), world.stranger().id());
    assertThat(ask(tab, "may_read", stranger).path("is").asBoolean()).isFalse();

    ask(tab, "broadcast", who + ",\"parcel\":\"7\"");
    assertThat(tab.ask("{\"type\":\"fake\"," + who + "}", "error").path("code").asText())
        .isEqualTo("invalid");

    var around = tab.ask("{\"type\":\"surroundings\"}", "surroundings");
    assertThat(around.path("setting").asText()).isEqualTo("small");
    assertThat(around.path("folder").asBoolean()).isTrue();
    assertThat(around.path("sees_the_desk").asBoolean()).isFalse();
    assertThat(around.path("sees_its_libraries").asBoolean()).isFalse();
    assertThat(stats().path("uses").path("stats").path("boxes").asInt()).isEqualTo(3);

    extensions.stop();
    assertThat(world.agent().get("/api/timeline/client/the-end").items("title"))
        .contains("The end");
  }

  @Test
  void timelineOfAnExtensionsTypeIsReadByItsReadersAndItsInternalItemsByNobodyOutside() {
    jars.extension("uses", USES);
    start();
    var tab = open(world.admin(), "/ws/uses/");
    var parcel = Ids.next();
    var path = "/api/timeline/parcel/" + parcel;
    var of = "\"parcel\":\"" + parcel + "\"";

    var item = ask(tab, "add", of).path("value").asText();
    ask(tab, "add_internal", of);
    assertThat(ask(tab, "rename", of + ",\"ticket\":\"" + item + "\"").path("value").asText())
        .isEqualTo(item);

    assertThat(world.customer().get(path).items("title")).containsExactly("Sent by air");
    assertThat(world.admin().get(path).items("title")).containsExactly("Heavy", "Sent by air");
    assertThat(world.agent().get(path).status()).isEqualTo(404);
    assertThat(world.agent().get("/api/timeline/parcel").items("entityId")).isEmpty();
    assertThat(world.customer().get("/api/timeline/parcel").items("entityId")).isEmpty();
    assertThat(world.admin().get("/api/timeline/parcel").items("entityId")).contains(parcel);
    assertThat(world.customer().post(path, Map.of("title", "Mine")).status()).isEqualTo(403);
    assertThat(world.agent().post(path, Map.of("title", "Mine")).status()).isEqualTo(404);

    ask(tab, "remove", of + ",\"ticket\":\"" + item + "\"");
    assertThat(world.customer().get(path).items("title")).isEmpty();

    extensions.stop();
    assertThat(world.admin().get(path).status()).isEqualTo(404);
  }
}
