package dev.deskwire.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What to measure.
///
/// @param connections how many clients, one measurement for each number
/// @param rounds how often each measure is taken; the median counts
/// @param deliveries messages that arrive at clients in one round, at least
/// @param size characters of a message's text
/// @param rivals who takes part
/// @param checks whether the promises are checked, too
/// @param name of the files of results; empty for none
/// @param serverOptions further options of the servers' JVMs, for profiling
public record Options(
    List<Integer> connections,
    int rounds,
    int deliveries,
    int size,
    Set<Rival> rivals,
    boolean checks,
    String name,
    List<String> serverOptions) {
  static final String USAGE =
      """
      Usage: ./desk bench fanout [--connections 1000,5000,15000] [--rounds 5] [--deliveries 200000]
                                 [--size 64] [--only deskwire,ceiling,node,netty-socketio]
                                 [--no-checks] [--name NAME] [--server-jvm OPTION]...
      """;

  /// @throws IllegalArgumentException naming what is wrong
  static Options parse(String... args) {
    var connections = List.of(1_000, 5_000, 15_000);
    int rounds = 5;
    int deliveries = 200_000;
    int size = 64;
    Set<Rival> rivals = EnumSet.allOf(Rival.class);
    boolean checks = true;
    var name = "";
    var serverOptions = new ArrayList<String>();
    var words = Arrays.asList(args).iterator();
    while (words.hasNext()) {
      var option = words.next();
      if (option.equals("--no-checks")) {
        checks = false;
        continue;
      }
      if (!words.hasNext()) {
        throw new IllegalArgumentException("What is the value of " + option + "?");
      }
      var value = words.next();
      switch (option) {
        case "--connections" ->
            connections = Arrays.stream(value.split(",", -1)).map(Integer::valueOf).toList();
        case "--rounds" -> rounds = Integer.parseInt(value);
        case "--deliveries" -> deliveries = Integer.parseInt(value);
        case "--size" -> size = Integer.parseInt(value);
        case "--only" -> rivals = rivals(value);
        case "--name" -> name = value;
        case "--server-jvm" -> serverOptions.add(value);
        default -> throw new IllegalArgumentException("There is no option " + option + ".");
      }
    }
    return new Options(connections, rounds, deliveries, size, rivals, checks, name, serverOptions);
  }

  private static Set<Rival> rivals(String labels) {
    var chosen = EnumSet.noneOf(Rival.class);
    for (var label : labels.split(",", -1)) {
      chosen.add(
          Arrays.stream(Rival.values())
              .filter(rival -> rival.label().equals(label))
              .findFirst()
              .orElseThrow(
                  () -> new IllegalArgumentException("There is no server " + label + ".")));
    }
    return chosen;
  }
}
