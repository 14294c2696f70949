package dev.deskwire.desk.project;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.deskwire.desk.platform.auth.PersonRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A project.
///
/// @param key short and unique, for people
/// @param members by name; `null`, and not on the wire, in lists and for those who are not staff
public record Project(
    String id,
    String key,
    String name,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<PersonRef> members) {

  Project with(List<PersonRef> people) {
    return new Project(id, key, name, people);
  }
}
