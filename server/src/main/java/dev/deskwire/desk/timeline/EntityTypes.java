package dev.deskwire.desk.timeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.desk.realtime.RoomName;
import dev.deskwire.desk.realtime.SocketCommand;
import dev.deskwire.desk.realtime.TimelineReaders;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What can have a timeline: the desk's own types, those of `TIMELINE_ENTITY_TYPES`, and those of
/// each [EntityTypeProvider].
@ApplicationScoped
public class EntityTypes implements TimelineReaders {
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

  private final Map<String, EntityType> known;
  private final List<EntityTypeProvider> providers;

  EntityTypes(Settings settings, @Any Instance<EntityTypeProvider> providers) {
    known =
        Stream.concat(BUILT_IN.stream(), settings.timelineEntityTypes().stream())
            .distinct()
            .collect(Collectors.toUnmodifiableMap(Function.identity(), EntityType::ofStaff));
    this.providers = providers.stream().toList();
  }

  public boolean contains(String type) {
    return find(type).isPresent();
  }

  private Optional<EntityType> find(String type) {
    return Optional.ofNullable(known.get(type))
        .or(() -> provided().filter(one -> one.name().equals(type)).findFirst());
  }

  private Stream<EntityType> provided() {
    return providers.stream().flatMap(provider -> provider.entityTypes().stream());
  }

  /// Whether `caller` may read the timelines of a type, tickets aside. Nobody reads what there is
  /// not.
  @Override
  public boolean mayRead(String type, Caller caller) {
    return find(type).filter(found -> found.readableBy(caller)).isPresent();
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
                        "entityType", "entityType must be one of " + String.join(", ", all()))));
  }

  /// All of them, sorted.
  private Set<String> all() {
    return Stream.concat(known.keySet().stream(), provided().map(EntityType::name))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
