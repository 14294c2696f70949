package dev.deskwire.desk.presence;

import dev.deskwire.desk.presence.PresenceEvent.AgentJoined;
import dev.deskwire.desk.presence.PresenceEvent.AgentLeft;
import dev.deskwire.desk.presence.PresenceEvent.AgentStoppedTyping;
import dev.deskwire.desk.presence.PresenceEvent.AgentTyping;
import dev.deskwire.desk.presence.PresenceEvent.CollisionWarning;
import dev.deskwire.desk.presence.PresenceEvent.ViewedPlace;
import java.util.List;
import java.util.stream.Stream;

/// What a change of a ticket's viewers is told as, at once and in this order.
final class ViewerNews {
  private ViewerNews() {}

  static List<PresenceEvent> of(ViewedPlace place, ViewersChange change) {
    return Stream.<Stream<? extends PresenceEvent>>of(
            change.stoppedTyping().stream().map(agent -> new AgentStoppedTyping(place, agent)),
            change.left().stream().map(agent -> new AgentLeft(place, agent)),
            change.joined().stream().map(agent -> new AgentJoined(place, agent)),
            change.startedTyping().stream().map(agent -> new AgentTyping(place, agent)),
            warnings(place, change.meeting(), false),
            warnings(place, change.colliding(), true))
        .<PresenceEvent>flatMap(events -> events)
        .toList();
  }

  /// Each of them hears of the others.
  private static Stream<CollisionWarning> warnings(
      ViewedPlace place, List<Viewer> concerned, boolean typing) {
    return concerned.stream()
        .map(agent -> {
          var others = concerned.stream().filter(other -> !other.equals(agent)).toList();
          return new CollisionWarning(place, agent.agentId(), others, typing);
        });
  }
}
