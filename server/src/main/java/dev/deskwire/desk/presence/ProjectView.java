package dev.deskwire.desk.presence;

import dev.deskwire.desk.user.Availability;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Who of the staff is online in a project, by name, and which of its tickets are viewed by whom.
///
/// @param partial whether those at other nodes are missing, as the nodes cannot tell each other
public record ProjectView(List<OnlineUser> online, List<ViewedTicket> viewing, boolean partial) {
  static final ProjectView EMPTY = new ProjectView(List.of(), List.of(), false);

  private static final Comparator<OnlineUser> BY_NAME =
      Comparator.comparing(OnlineUser::name).thenComparing(OnlineUser::userId);

  public record OnlineUser(String userId, String name, Availability availability) {}

  /// @param userIds each once
  public record ViewedTicket(String ticketId, List<String> userIds) {}

  /// One connection of somebody who views a ticket.
  record Viewing(String ticketId, String userId) {}

  /// @param connections one for each connection: a person with several is online once
  static ProjectView of(
      Collection<OnlineUser> connections, Collection<Viewing> viewing, boolean partial) {
    var online =
        connections.stream()
            .collect(Collectors.toMap(OnlineUser::userId, Function.identity(), (one, _) -> one));
    Map<String, TreeSet<String>> viewed =
        viewing.stream()
            .collect(
                Collectors.groupingBy(
                    Viewing::ticketId,
                    TreeMap::new,
                    Collectors.mapping(Viewing::userId, Collectors.toCollection(TreeSet::new))));
    return new ProjectView(
        online.values().stream().sorted(BY_NAME).toList(),
        viewed.entrySet().stream()
            .map(ticket -> new ViewedTicket(ticket.getKey(), List.copyOf(ticket.getValue())))
            .toList(),
        partial);
  }

  boolean isEmpty() {
    return online.isEmpty() && viewing.isEmpty();
  }

  /// Those online here who are not in `other`.
  List<OnlineUser> onlineBeyond(ProjectView other) {
    var known = other.online.stream().map(OnlineUser::userId).collect(Collectors.toSet());
    return online.stream().filter(user -> !known.contains(user.userId())).toList();
  }
}
