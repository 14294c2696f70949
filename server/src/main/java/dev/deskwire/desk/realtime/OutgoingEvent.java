package dev.deskwire.desk.realtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// An event on its way to subscriptions, shown once, under the first of its names. Written at most
/// once in each form. Not for several threads at once.
public final class OutgoingEvent {
  private final String name;
  private final OptionalLong position;
  private final Map<String, Object> payload;
  private final ObjectMapper mapper;
  private final IdentityHashMap<EventForm, Optional<byte[]>> written = new IdentityHashMap<>();
  private @Nullable String json;

  /// @param position empty for an event that is not kept
  OutgoingEvent(
      String name, OptionalLong position, Map<String, Object> payload, ObjectMapper mapper) {
    this.name = name;
    this.position = position;
    this.payload = payload;
    this.mapper = mapper;
  }

  /// The first of its names, such as `ticket:status_changed`.
  public String name() {
    return name;
  }

  /// Its position in the log, or empty for an event that is not kept.
  public OptionalLong position() {
    return position;
  }

  /// The payload, in JSON.
  public String json() {
    var known = json;
    if (known == null) {
      try {
        known = mapper.writeValueAsString(payload);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("cannot write " + name, e);
      }
      json = known;
    }
    return known;
  }

  /// The message in `form`, or empty if that form does not tell of it.
  Optional<byte[]> in(EventForm form) {
    return written.computeIfAbsent(
        form, _ -> form.write(this).map(text -> text.getBytes(StandardCharsets.UTF_8)));
  }
}
