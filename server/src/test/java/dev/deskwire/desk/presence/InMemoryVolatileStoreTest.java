package dev.deskwire.desk.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class InMemoryVolatileStoreTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final VolatileStore.Area<String> area =
      new InMemoryVolatileStore().area("words", String.class);

  @Test
  void aValueIsReadUntilItsTimeIsOver() {
    area.put("k", "short", "s", NOW.plusSeconds(1));
    area.put("k", "long", "l", NOW.plusSeconds(2));
    assertThat(area.read("k", NOW)).containsOnlyKeys("short", "long");
    assertThat(area.read("k", NOW.plusSeconds(1))).containsOnlyKeys("long");
    assertThat(area.keys(NOW.plusSeconds(1))).containsExactly("k");
    assertThat(area.keys(NOW.plusSeconds(2))).isEmpty();
  }

  @Test
  void puttingAgainRenewsAndUpdatingDoesNot() {
    area.put("k", "f", "one", NOW.plusSeconds(1));
    area.update("k", "f", String::toUpperCase);
    assertThat(area.read("k", NOW)).containsEntry("f", "ONE");
    assertThat(area.read("k", NOW.plusSeconds(1))).isEmpty();
    area.update("k", "f", String::toUpperCase);
    assertThat(area.read("k", NOW)).as("nothing to update").isEmpty();
    area.put("k", "f", "two", NOW.plusSeconds(1));
    area.put("k", "f", "two", NOW.plusSeconds(9));
    assertThat(area.read("k", NOW.plusSeconds(8))).containsEntry("f", "two");
  }

  @Test
  void removingTakesOneFieldAndWithTheLastTheKey() {
    area.put("k", "f", "1", Instant.MAX);
    area.put("k", "g", "2", Instant.MAX);
    area.remove("k", "f");
    assertThat(area.read("k", NOW)).containsOnlyKeys("g");
    area.remove("k", "g");
    area.remove("absent", "g");
    assertThat(area.keys(NOW)).isEmpty();
  }
}
