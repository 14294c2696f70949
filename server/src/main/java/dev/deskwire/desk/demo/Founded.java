package dev.deskwire.desk.demo;

import dev.deskwire.desk.platform.auth.Caller;
import java.util.EnumMap;
import java.util.Map;

/// The people and places of the demo on this desk. Filled while they are made; not for two threads.
final class Founded {
  private final Map<DemoProject, String> projects = new EnumMap<>(DemoProject.class);
  private final Map<DemoTeam, String> teams = new EnumMap<>(DemoTeam.class);
  private final Map<DemoQueue, String> queues = new EnumMap<>(DemoQueue.class);
  private final Map<DemoPerson, Caller> people = new EnumMap<>(DemoPerson.class);

  void put(DemoProject project, String id) {
    projects.put(project, id);
  }

  void put(DemoTeam team, String id) {
    teams.put(team, id);
  }

  void put(DemoQueue queue, String id) {
    queues.put(queue, id);
  }

  void put(DemoPerson person, Caller caller) {
    people.put(person, caller);
  }

  String id(DemoProject project) {
    return found(projects, project);
  }

  String id(DemoTeam team) {
    return found(teams, team);
  }

  String id(DemoQueue queue) {
    return found(queues, queue);
  }

  String id(DemoPerson person) {
    return caller(person).id();
  }

  /// The person with all their rights.
  Caller caller(DemoPerson person) {
    return found(people, person);
  }

  private static <K, V> V found(Map<K, V> map, K key) {
    var value = map.get(key);
    if (value == null) {
      throw new IllegalStateException(key + " is not there yet");
    }
    return value;
  }
}
