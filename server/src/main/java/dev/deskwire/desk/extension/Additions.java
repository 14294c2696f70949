package dev.deskwire.desk.extension;

import dev.deskwire.desk.realtime.SocketCommand;
import dev.deskwire.desk.realtime.websocket.NativeEndpoint;
import dev.deskwire.desk.timeline.EntityType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// What one extension adds, collected while it is initialized. Any thread.
final class Additions {
  private final String extension;
  private final Map<String, SocketCommand> commands = new LinkedHashMap<>();
  private final Map<String, NativeEndpoint> endpoints = new LinkedHashMap<>();
  private final Map<String, EntityType> entityTypes = new LinkedHashMap<>();
  private final List<EventListener<?>> listeners = new ArrayList<>();
  private boolean open = true;

  Additions(String extension) {
    this.extension = extension;
  }

  String extension() {
    return extension;
  }

  synchronized void add(SocketCommand command) {
    put(commands, command.event(), command);
  }

  synchronized void add(NativeEndpoint endpoint) {
    put(endpoints, endpoint.path(), endpoint);
  }

  synchronized void add(EntityType type) {
    put(entityTypes, type.name(), type);
  }

  synchronized void add(EventListener<?> listener) {
    requireOpen();
    listeners.add(listener);
  }

  private <T> void put(Map<String, T> added, String name, T addition) {
    requireOpen();
    if (added.putIfAbsent(name, addition) != null) {
      throw new IllegalArgumentException(name + " is added twice");
    }
  }

  /// @throws IllegalStateException if nothing can be added any more
  synchronized void requireOpen() {
    if (!open) {
      throw new IllegalStateException(
          "Extension " + extension + " adds to the desk after initialize has ended");
    }
  }

  /// From now on nothing is added.
  synchronized void close() {
    open = false;
  }

  synchronized List<SocketCommand> commands() {
    return List.copyOf(commands.values());
  }

  synchronized List<NativeEndpoint> endpoints() {
    return List.copyOf(endpoints.values());
  }

  synchronized List<EntityType> entityTypes() {
    return List.copyOf(entityTypes.values());
  }

  synchronized List<EventListener<?>> listeners() {
    return List.copyOf(listeners);
  }

  /// What both add, if anything.
  Optional<String> conflict(Additions other) {
    return common("the event ", names(commands()), other.names(other.commands()))
        .or(() ->
            endpoints().stream()
                .flatMap(mine ->
                    other.endpoints().stream().filter(one -> one.sharesPathWith(mine.path())))
                .map(shared -> "the path " + shared.path())
                .findFirst())
        .or(() -> common("the entity type ", types(), other.types()));
  }

  private Collection<String> names(List<SocketCommand> some) {
    return some.stream().map(SocketCommand::event).toList();
  }

  private Collection<String> types() {
    return entityTypes().stream().map(EntityType::name).toList();
  }

  private static Optional<String> common(
      String kind, Collection<String> mine, Collection<String> others) {
    var both = new TreeSet<>(mine);
    both.retainAll(others);
    return both.stream().findFirst().map(name -> kind + name);
  }
}
