package dev.deskwire.desk.user;

import dev.deskwire.desk.realtime.AudienceRule;
import dev.deskwire.desk.realtime.Delivery;
import dev.deskwire.desk.realtime.Fields;
import dev.deskwire.desk.realtime.Rights;
import dev.deskwire.desk.realtime.RoomName;
import dev.deskwire.desk.user.OwnQueuesEvent.Changed;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Those whose queues changed hear of it: also of a queue that they see no more, since that is the
/// news.
@ApplicationScoped
class OwnQueuesAudience implements AudienceRule<OwnQueuesEvent> {
  @Override
  public Class<OwnQueuesEvent> family() {
    return OwnQueuesEvent.class;
  }

  @Override
  public Delivery deliver(OwnQueuesEvent event, Rights rights) {
    return switch (event) {
      case Changed(var userIds, var queueIds) -> {
        var whose = Set.copyOf(userIds);
        yield new Delivery(
            List.of("user:queue_updated"),
            Fields.of("queueIds", queueIds),
            whose.stream().map(RoomName.OfUser::new).collect(Collectors.toUnmodifiableSet()),
            caller -> whose.contains(caller.id()));
      }
    };
  }
}
