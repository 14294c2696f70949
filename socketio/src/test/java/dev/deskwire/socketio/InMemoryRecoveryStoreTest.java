package dev.deskwire.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.deskwire.socketio.room.Audience;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InMemoryRecoveryStoreTest {
  private static final Duration AWAY = Duration.ofMinutes(2);

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final InMemoryRecoveryStore store = new InMemoryRecoveryStore(AWAY, () -> now);

  @Test
  void aSessionIsFoundOnceOnly() {
    store.persist(session());
    assertThat(store.take("pid")).contains(session());
    assertThat(store.take("pid")).isEmpty();
  }

  @Test
  void aSessionIsForgottenAfterItsTime() {
    store.persist(session());
    now = now.plus(AWAY).plusMillis(1);
    assertThat(store.take("pid")).isEmpty();
  }

  @Test
  void aClientGetsWhatCameAfterItsOffsetInItsRooms() {
    var seen = append("seen", "mine");
    append("other room", "other");
    append("mine", "mine");
    append("everybody");
    store.append(
        new RecoverableEvent(
            "excepted", List.of(), new Audience(Set.of(), Set.of("mine")), socket -> true));
    assertThat(missed(seen)).containsExactly("mine", "everybody");
  }

  @Test
  void nothingIsMissedAfterTheLastEvent() {
    append("first");
    assertThat(missed(append("last"))).isEmpty();
  }

  @Test
  void anOffsetOfAnotherStoreIsUnknown() {
    append("first");
    var other = new InMemoryRecoveryStore(AWAY);
    var foreign =
        other
            .append(new RecoverableEvent("x", List.of(), Audience.EVERYBODY, socket -> true))
            .orElseThrow();
    for (var offset : List.of(foreign, "", "x", "-1")) {
      assertThat(store.missed(session(), offset)).as(offset).isEmpty();
    }
  }

  @Test
  void anOffsetOfTheFutureIsUnknown() {
    var offset = append("only");
    assertThat(store.missed(session(), offset.substring(0, 6) + "zz")).isEmpty();
    assertThat(store.missed(session(), offset.substring(0, 6) + "-1")).isEmpty();
  }

  @Test
  void aClientWhoseMissedEventsAreForgottenBeginsAnew() {
    var first = append("first");
    append("second");
    now = now.plus(AWAY).plusMillis(1);
    append("third");
    assertThat(store.missed(session(), first)).isEmpty();
  }

  @Test
  void aClientThatSawTheLastForgottenEventMissesNothing() {
    var seen = append("seen");
    now = now.plus(AWAY).plusMillis(1);
    append("next");
    assertThat(missed(seen)).containsExactly("next");
  }

  @Test
  void theOldestEventsGoWhenThereAreTooManyBytes() {
    var first = append("first");
    append("second");
    var large = List.<JsonNode>of(TextNode.valueOf("x".repeat(32_000_000)));
    store.append(new RecoverableEvent("large", large, Audience.EVERYBODY, socket -> true));
    assertThat(store.missed(session(), first)).isEmpty();
  }

  @Test
  void theOldestEventsGoWhenThereAreTooMany() {
    var first = append("0");
    for (int i = 1; i <= 20_001; i++) {
      append("later");
    }
    assertThat(store.missed(session(), first)).isEmpty();
  }

  @Test
  void theOldestSessionsGoWhenThereAreTooMany() {
    for (int i = 0; i <= 100_000; i++) {
      store.persist(session("pid" + i));
    }
    assertThat(store.take("pid0")).isEmpty();
    assertThat(store.take("pid1")).isPresent();
  }

  @Test
  void aSessionGoesForItsAgeWhenAnotherIsKept() {
    store.persist(session("old"));
    now = now.plus(AWAY).plusMillis(1);
    store.persist(new RecoverySession("sid", "new", Set.of(), Map.of(), null, now));
    assertThat(store.take("old")).isEmpty();
    assertThat(store.take("new")).isPresent();
  }

  private String append(String name, String... rooms) {
    var audience = new Audience(Set.of(rooms), Set.of());
    return store
        .append(new RecoverableEvent(name, List.of(), audience, socket -> true))
        .orElseThrow();
  }

  private List<String> missed(String offset) {
    return store.missed(session(), offset).orElseThrow().stream().map(MissedEvent::name).toList();
  }

  private static RecoverySession session() {
    return session("pid");
  }

  private static RecoverySession session(String pid) {
    var at = Instant.parse("2026-01-01T00:00:00Z");
    return new RecoverySession("sid", pid, Set.of("sid", "mine"), Map.of(), null, at);
  }
}
