package dev.deskwire.desk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.realtime.Relay;
import dev.deskwire.desk.testing.World.Member;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/// What people hear, read through their feeds.
@ApplicationScoped
public class Feeds {
  private final Jdbi jdbi;
  private final EventLog log;
  private final Relay relay;

  Feeds(Jdbi jdbi, EventLog log, Relay relay) {
    this.jdbi = jdbi;
    this.log = log;
    this.relay = relay;
  }

  /// Waits until everything committed has its place and the node has delivered it.
  ///
  /// @return the position of the last of it
  public long settled() {
    Eventually.that(() ->
        jdbi.withHandle(handle ->
            handle
                .select("SELECT NOT EXISTS (SELECT FROM event WHERE seq IS NULL)")
                .mapTo(Boolean.class)
                .one())
            && relay.position() == log.head());
    return relay.position();
  }

  /// Everything in somebody's feed after `start`, in order, over as many pages as it takes.
  public List<JsonNode> after(long start, Member member, int pageSize) {
    long head = settled();
    var events = new ArrayList<JsonNode>();
    long after = start;
    while (after < head) {
      var page = member.get("/api/events?limit=" + pageSize + "&after=" + after).body();
      page.path("events").forEach(events::add);
      assertThat(page.path("reset").asBoolean()).isFalse();
      assertThat(page.path("next").asLong()).isGreaterThan(after);
      after = page.path("next").asLong();
    }
    return events;
  }

  /// As [#after(long, Member, int)], the events of one name.
  public List<JsonNode> after(long start, Member member, String type) {
    return after(start, member, 500).stream()
        .filter(event -> event.path("type").asText().equals(type))
        .toList();
  }
}
