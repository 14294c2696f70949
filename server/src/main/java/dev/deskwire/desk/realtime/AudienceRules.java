package dev.deskwire.desk.realtime;

import dev.deskwire.desk.event.DomainEvent;
import dev.deskwire.desk.event.LoggedEvent;
import dev.deskwire.desk.event.Poisoned;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// All audience rules, found by the family of an event.
@ApplicationScoped
public class AudienceRules {
  private final List<AudienceRule<?>> rules;

  AudienceRules(@Any Instance<AudienceRule<?>> rules) {
    this.rules = rules.stream().toList();
  }

  /// Who hears of `event`, with the access that its row carries.
  public Delivery deliver(DomainEvent event, Rights rights) {
    if (event instanceof Poisoned) {
      return Delivery.NONE;
    }
    return deliver(ruleOf(event), event, rights);
  }

  private static <E extends DomainEvent> Delivery deliver(
      AudienceRule<E> rule, DomainEvent event, Rights rights) {
    return rule.deliver(rule.family().cast(event), rights);
  }

  private AudienceRule<?> ruleOf(DomainEvent event) {
    return rules.stream()
        .filter(rule -> rule.family().isInstance(event))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no audience rule for " + event.getClass()));
  }

  /// The events with the access of now; one query for each family at most.
  List<LoggedEvent> asOfNow(List<LoggedEvent> events) {
    Map<LoggedEvent, DomainEvent> current = new HashMap<>();
    for (var rule : rules) {
      refresh(rule, events, current);
    }
    return events.stream()
        .map(row ->
            new LoggedEvent(
                row.seq(), row.id(), row.at(), row.actor(), current.getOrDefault(row, row.event())))
        .toList();
  }

  private static <E extends DomainEvent> void refresh(
      AudienceRule<E> rule, List<LoggedEvent> events, Map<LoggedEvent, DomainEvent> into) {
    var rows = events.stream().filter(row -> rule.family().isInstance(row.event())).toList();
    var ofFamily = new ArrayList<E>();
    rows.forEach(row -> ofFamily.add(rule.family().cast(row.event())));
    if (ofFamily.isEmpty()) {
      return;
    }
    var refreshed = rule.asOfNow(ofFamily);
    for (int i = 0; i < rows.size(); i++) {
      into.put(rows.get(i), refreshed.get(i));
    }
  }
}
