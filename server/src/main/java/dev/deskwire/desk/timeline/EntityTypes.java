package dev.deskwire.desk.timeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.Text;
import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.desk.realtime.RoomName;
import dev.deskwire.desk.realtime.SocketCommand;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What can have a timeline: the desk's own types, those of `TIMELINE_ENTITY_TYPES`, and those of
/// each [EntityTypeProvider].
@ApplicationScoped
public class EntityTypes {
  /// The type of tickets, which the desk knows itself.
  public static final String TICKET = "ticket";

  /// The contract's, section 1.
  private static final List<String> BUILT_IN =
      List.of(
          TICKET,
          "client",
          "contact",
          "lead",
          "case",
          "invoice",
          "proposal",
          "contract",
          "inquiry");

  private final Set<String> types;

  EntityTypes(Settings settings, @Any Instance<EntityTypeProvider> providers) {
    var all = new TreeSet<>(BUILT_IN);
    add(all, settings.timelineEntityTypes());
    providers.stream().forEach(provider -> add(all, provider.entityTypes()));
    types = Collections.unmodifiableSet(all);
  }

  private static void add(Set<String> all, Collection<String> more) {
    for (var type : more) {
      if (!Text.isWord(type)) {
        throw new IllegalArgumentException("no name of an entity type: " + type);
      }
      all.add(type);
    }
  }

  public boolean contains(String type) {
    return types.contains(type);
  }

  /// The room of the timeline that a command names as `{entityType, entityId}`.
  Outcome<RoomName.OfTimeline> timeline(JsonNode payload) {
    return SocketCommand.text(payload, "entityType")
        .then(type ->
            contains(type)
                ? SocketCommand.text(payload, "entityId")
                    .map(id -> new RoomName.OfTimeline(type, id))
                : Outcome.refused(
                    new Refusal.Invalid(
                        "entityType", "entityType must be one of " + String.join(", ", types))));
  }

  /// All of them, sorted.
  public Set<String> all() {
    return types;
  }
}
