package dev.deskwire.desk.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The preferences as JSON; what comes in is unchecked.
///
/// @param rules what the person wants to be told of, and how, where they said so
/// @param quietHours `null` for none
/// @param defaults the channels of each event without a rule; ignored when it comes in, so that
///   what was read may be sent back
record PreferencesBody(
    @Nullable List<RuleBody> rules,
    @Nullable QuietHoursBody quietHours,
    @Nullable Map<String, List<Channel>> defaults) {
  /// More is a program gone astray.
  static final int MAX_RULES = 500;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

  record RuleBody(
      @Nullable String event, @Nullable ScopeBody scope, @Nullable List<String> channels) {}

  /// @param name the name of the project or queue, the number of the ticket; ignored when it comes
  ///   in
  record ScopeBody(
      @Nullable String type,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String id,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String name) {}

  record QuietHoursBody(
      @Nullable String from,
      @Nullable String to,
      @Nullable String timeZone,
      @Nullable List<String> days) {}

  /// What a person has said, for them.
  ///
  /// @param names of the scopes that they may know of; rules of others are withheld
  static PreferencesBody of(Preferences preferences, Map<Scope, String> names) {
    var rules =
        preferences.rules().stream()
            .filter(rule -> names.containsKey(rule.scope()))
            .map(rule ->
                new RuleBody(
                    rule.event(),
                    scopeBody(rule.scope(), names.getOrDefault(rule.scope(), "")),
                    rule.channels().stream().sorted().map(Channel::wire).toList()))
            .toList();
    var quiet = preferences.quietHours();
    return new PreferencesBody(
        rules,
        quiet == null
            ? null
            : new QuietHoursBody(
                TIME.format(quiet.from()),
                TIME.format(quiet.to()),
                quiet.timeZone().getId(),
                quiet.days().stream().sorted().map(PreferencesBody::wire).toList()),
        byDefault());
  }

  private static ScopeBody scopeBody(Scope scope, String name) {
    return new ScopeBody(scope.type(), scope.idOrNull(), scope.idOrNull() == null ? null : name);
  }

  private static String wire(DayOfWeek day) {
    return day.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, List<Channel>> byDefault() {
    var channels = new EnumMap<NoticeKind, List<Channel>>(NoticeKind.class);
    for (var kind : NoticeKind.values()) {
      channels.put(kind, List.copyOf(Channel.ofTier(kind.tier())));
    }
    return channels.entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().wire(),
                Map.Entry::getValue,
                (first, _) -> first,
                java.util.LinkedHashMap::new));
  }

  /// The preferences it speaks of; whether the scopes exist is not looked at.
  Outcome<Preferences> read() {
    if (rules == null) {
      return invalid("rules", "rules is required: a list, empty for the defaults");
    }
    if (rules.size() > MAX_RULES) {
      return invalid("rules", "there can be at most " + MAX_RULES + " rules");
    }
    var read = new ArrayList<Rule>();
    var seen = new HashSet<Map.Entry<String, Scope>>();
    for (int i = 0; i < rules.size(); i++) {
      var field = "rules[" + i + "]";
      var outcome = rule(field, rules.get(i));
      if (!(outcome instanceof Outcome.Done<Rule>(var rule))) {
        return outcome.map(_ -> Preferences.NONE);
      }
      if (!seen.add(Map.entry(rule.event(), rule.scope()))) {
        return invalid(field, "an earlier rule speaks of the same event in the same scope");
      }
      read.add(rule);
    }
    if (quietHours == null) {
      return Outcome.done(new Preferences(List.copyOf(read), null));
    }
    return quiet(quietHours).map(quiet -> new Preferences(List.copyOf(read), quiet));
  }

  private static Outcome<Rule> rule(String field, @Nullable RuleBody body) {
    if (body == null) {
      return invalid(field, field + " must be an object");
    }
    var event = body.event() == null ? "" : body.event();
    var kind = NoticeKind.of(event);
    if (kind.isEmpty() && !event.equals(Rule.ANY)) {
      return invalid(
          field + ".event",
          "event must be any, " + names(Arrays.stream(NoticeKind.values()).map(NoticeKind::wire)));
    }
    return scope(field + ".scope", body.scope())
        .then(scope ->
            channels(field + ".channels", body.channels())
                .map(channels -> new Rule(kind.orElse(null), scope, channels)));
  }

  /// Without a scope it holds everywhere.
  private static Outcome<Scope> scope(String field, @Nullable ScopeBody body) {
    if (body == null) {
      return Outcome.done(Scope.everywhere());
    }
    var id = body.id();
    return switch (body.type() == null ? "" : body.type()) {
      case "global" -> Outcome.done(Scope.everywhere());
      case "project" -> withId(field, id).map(Scope.OfProject::new);
      case "queue" -> withId(field, id).map(Scope.OfQueue::new);
      case "ticket" -> withId(field, id).map(Scope.OfTicket::new);
      default -> invalid(field + ".type", "type must be global, project, queue or ticket");
    };
  }

  private static Outcome<String> withId(String field, @Nullable String id) {
    return id == null || id.isBlank()
        ? invalid(field + ".id", "id is required in this scope")
        : Outcome.done(id);
  }

  private static Outcome<Set<Channel>> channels(String field, @Nullable List<String> names) {
    var all = names(Arrays.stream(Channel.values()).map(Channel::wire));
    if (names == null) {
      return invalid(field, "channels is required: a list of " + all + ", empty to hear nothing");
    }
    var channels =
        names.stream()
            .map(name -> Optional.ofNullable(name).flatMap(Channel::of))
            .flatMap(Optional::stream)
            .collect(Collectors.toSet());
    boolean unknown = names.stream().anyMatch(name -> name == null || Channel.of(name).isEmpty());
    return unknown
        ? invalid(field, "channels must be among " + all)
        : Outcome.done(Channel.withCentre(channels));
  }

  private static String names(java.util.stream.Stream<String> names) {
    return names.collect(Collectors.joining(", "));
  }

  private static Outcome<QuietHours> quiet(QuietHoursBody body) {
    return time("quietHours.from", body.from())
        .then(from ->
            time("quietHours.to", body.to())
                .then(to ->
                    zone(body.timeZone())
                        .then(zone ->
                            days(body.days()).map(days -> new QuietHours(from, to, zone, days)))));
  }

  private static Outcome<LocalTime> time(String field, @Nullable String value) {
    try {
      return Outcome.done(LocalTime.parse(Objects.requireNonNullElse(value, ""), TIME));
    } catch (DateTimeException notATime) {
      return invalid(field, "must be a time of day such as 22:00");
    }
  }

  /// A region, not an offset: people's clocks know summer time.
  private static Outcome<ZoneId> zone(@Nullable String value) {
    return value != null && ZoneId.getAvailableZoneIds().contains(value)
        ? Outcome.done(ZoneId.of(value))
        : invalid("quietHours.timeZone", "must be a time zone such as Europe/Berlin");
  }

  /// Without days, all of them.
  private static Outcome<Set<DayOfWeek>> days(@Nullable List<String> names) {
    if (names == null) {
      return Outcome.done(Set.of(DayOfWeek.values()));
    }
    var byName =
        Arrays.stream(DayOfWeek.values())
            .collect(Collectors.toMap(PreferencesBody::wire, day -> day));
    return !names.isEmpty() && names.stream().allMatch(byName::containsKey)
        ? Outcome.done(names.stream().map(byName::get).collect(Collectors.toUnmodifiableSet()))
        : invalid(
            "quietHours.days",
            "must be some of "
                + names(byName.values().stream().sorted().map(PreferencesBody::wire)));
  }

  private static <T> Outcome<T> invalid(String field, String message) {
    return Outcome.refused(new Refusal.Invalid(field, message));
  }
}
