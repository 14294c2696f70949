package dev.deskwire.desk.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// All kinds of events there are, and their form in the log.
@ApplicationScoped
public class EventVocabulary {
  private final ObjectMapper json;
  private final Map<String, Class<? extends DomainEvent>> classes = new HashMap<>();
  private final Map<Class<?>, String> kinds = new HashMap<>();

  EventVocabulary(@Any Instance<EventFamily<?>> families, ObjectMapper json) {
    this.json = json;
    for (var family : families) {
      for (var record : leaves(family.family())) {
        var kind = record.getAnnotation(EventKind.class);
        if (kind == null) {
          throw new IllegalStateException(record + " needs an @EventKind");
        }
        if (classes.put(kind.value(), record) != null) {
          throw new IllegalStateException("two events are named " + kind.value());
        }
        kinds.put(record, kind.value());
      }
    }
  }

  private static <E extends DomainEvent> List<Class<? extends E>> leaves(Class<E> family) {
    var found = new ArrayList<Class<? extends E>>();
    for (var member : family.getPermittedSubclasses()) {
      Class<? extends E> type = member.asSubclass(family);
      if (type.isSealed()) {
        found.addAll(leaves(type));
      } else {
        found.add(type);
      }
    }
    return found;
  }

  public String kind(DomainEvent event) {
    var kind = kinds.get(event.getClass());
    if (kind == null) {
      throw new IllegalStateException(event.getClass() + " belongs to no EventFamily bean");
    }
    return kind;
  }

  public String write(DomainEvent event) {
    try {
      return json.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + kind(event), e);
    }
  }

  /// @throws PoisonedEventException if the row is of no known kind or does not fit it
  public DomainEvent read(String kind, String body) {
    var type = classes.get(kind);
    if (type == null) {
      throw new PoisonedEventException("no event is of kind " + kind, null);
    }
    try {
      return json.readValue(body, type);
    } catch (JsonProcessingException e) {
      throw new PoisonedEventException("a row of kind " + kind + " cannot be read", e);
    }
  }
}
