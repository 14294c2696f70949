package dev.deskwire.socketio.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoomsTest {
  private final Rooms<String> rooms = new Rooms<>();

  @Test
  void aMemberOfSeveralRoomsOfAnAudienceIsSelectedOnce() {
    rooms.add("m");
    rooms.join("m", List.of("a", "b"));
    assertThat(rooms.select(new Audience(Set.of("a", "b"), Set.of()))).containsExactly("m");
  }

  @Test
  void aMemberInNoRoomBelongsToEverybody() {
    rooms.add("m");
    assertThat(rooms.select(Audience.EVERYBODY)).containsExactly("m");
    assertThat(rooms.select(new Audience(Set.of(), Set.of("a")))).containsExactly("m");
  }

  @Test
  void anEmptyRoomIsForgotten() {
    rooms.add("m");
    rooms.join("m", List.of("a"));
    rooms.leave("m", "a");
    assertThat(rooms.names()).isEmpty();
    assertThat(rooms.of("m")).isEmpty();
  }

  @Test
  void aRemovedMemberDoesNotComeBackThroughALateJoin() {
    rooms.add("m");
    rooms.remove("m");
    rooms.join("m", List.of("a"));
    assertThat(rooms.names()).isEmpty();
    assertThat(rooms.select(Audience.EVERYBODY)).isEmpty();
  }

  @Test
  void audiencesAreWhatAPlainModelSaysTheyAre() {
    var random = new Random(1);
    Map<String, Set<String>> model = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      var member = "m" + random.nextInt(6);
      var room = "r" + random.nextInt(4);
      switch (random.nextInt(5)) {
        case 0 -> {
          rooms.add(member);
          model.computeIfAbsent(member, key -> new HashSet<>());
        }
        case 1, 2 -> {
          rooms.join(member, List.of(room));
          model.computeIfPresent(member, (key, own) -> with(own, room));
        }
        case 3 -> {
          rooms.leave(member, room);
          model.computeIfPresent(member, (key, own) -> without(own, room));
        }
        default -> {
          if (random.nextInt(4) == 0) {
            rooms.remove(member);
            model.remove(member);
          }
        }
      }
      var audience = new Audience(some(random), some(random));
      assertThat(rooms.select(audience))
          .containsExactlyInAnyOrderElementsOf(select(model, audience));
    }
  }

  @Test
  void joinsAndLeavesOfManyThreadsLeaveNothingBehind() throws Exception {
    var barrier = new CyclicBarrier(8);
    var threads =
        IntStream.range(0, 8)
            .mapToObj(number ->
                Thread.ofVirtual()
                    .start(() -> {
                      await(barrier);
                      for (int i = 0; i < 2_000; i++) {
                        var member = number + "-" + i;
                        rooms.add(member);
                        rooms.join(member, List.of("a", "b"));
                        rooms.leave(member, "a");
                        rooms.remove(member);
                      }
                    }))
            .toList();
    for (var thread : threads) {
      thread.join();
    }
    assertThat(rooms.names()).isEmpty();
    assertThat(rooms.select(Audience.EVERYBODY)).isEmpty();
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }

  private static Set<String> some(Random random) {
    var names = new HashSet<String>();
    for (int i = random.nextInt(3); i > 0; i--) {
      names.add("r" + random.nextInt(4));
    }
    return names;
  }

  private static List<String> select(Map<String, Set<String>> model, Audience audience) {
    return model.entrySet().stream()
        .filter(entry ->
            audience.rooms().isEmpty()
                || entry.getValue().stream().anyMatch(audience.rooms()::contains))
        .filter(entry -> entry.getValue().stream().noneMatch(audience.except()::contains))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Set<String> with(Set<String> set, String item) {
    set.add(item);
    return set;
  }

  private static Set<String> without(Set<String> set, String item) {
    set.remove(item);
    return set;
  }
}
