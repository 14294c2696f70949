package dev.deskwire.desk.queue;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.PersonRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A queue.
///
/// @param watchers by name; `null`, and not on the wire, in lists
public record Queue(
    String id,
    String name,
    String projectId,
    String teamId,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<PersonRef> watchers) {

  Queue with(List<PersonRef> people) {
    return new Queue(id, name, projectId, teamId, people);
  }

  /// Whether `caller` may know of it: admins, and staff of its project or its team.
  public boolean visibleTo(Caller caller) {
    return caller.worksIn(projectId, teamId);
  }
}
