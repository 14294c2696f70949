package dev.deskwire.desk.team;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.deskwire.desk.platform.auth.PersonRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A team.
///
/// @param members by name; `null`, and not on the wire, in lists
public record Team(
    String id,
    String name,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<PersonRef> members) {

  Team with(List<PersonRef> people) {
    return new Team(id, name, people);
  }
}
