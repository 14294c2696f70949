package dev.deskwire.desk.extension;

import dev.deskwire.desk.broadcast.BuiltInEvents;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.realtime.SocketAnswer;
import dev.deskwire.desk.realtime.SocketCommand;
import dev.deskwire.desk.realtime.SocketCommandProvider;
import dev.deskwire.desk.realtime.websocket.NativeEndpoint;
import dev.deskwire.desk.realtime.websocket.NativeEndpointProvider;
import dev.deskwire.desk.timeline.EntityType;
import dev.deskwire.desk.timeline.EntityTypeProvider;
import dev.deskwire.desk.timeline.EntityTypes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/// What the extensions that run have added to the desk. Any thread.
@ApplicationScoped
class Registry implements SocketCommandProvider, NativeEndpointProvider, EntityTypeProvider {
  private static final Pattern PATH = Pattern.compile("/ws(/([A-Za-z0-9._~-]+|\\{[a-z_]+}))+/?");

  private final Instance<NativeEndpoint> ofTheDesk;
  private final EntityTypes types;
  private volatile List<Additions> running = List.of();

  Registry(@Any Instance<NativeEndpoint> ofTheDesk, EntityTypes types) {
    this.ofTheDesk = ofTheDesk;
    this.types = types;
  }

  /// Puts everything that an extension adds into effect, or nothing.
  ///
  /// @throws ExtensionFailure if another extension has added some of it
  synchronized void add(Additions added) {
    for (var other : running) {
      other
          .conflict(added)
          .ifPresent(what -> {
            throw new ExtensionFailure(what + " is taken by the extension " + other.extension());
          });
    }
    var more = new ArrayList<>(running);
    more.add(added);
    running = List.copyOf(more);
  }

  synchronized void remove(Additions gone) {
    running = running.stream().filter(one -> one != gone).toList();
  }

  /// The name of an event that extensions may use, to hear it and to send it.
  ///
  /// @throws IllegalArgumentException if they may not
  static String event(String name) {
    return switch (BuiltInEvents.own(name)) {
      case Outcome.Done<String>(var own) -> own;
      case Outcome.Refused<String>(var why) ->
          throw new IllegalArgumentException(
              "the event " + name + " cannot be used: " + SocketAnswer.of(why).message());
    };
  }

  /// The path of native WebSockets that is none of the desk's.
  ///
  /// @throws IllegalArgumentException if it is no path, or the desk's
  String path(String path) {
    if (!PATH.matcher(path).matches()) {
      throw new IllegalArgumentException("no path such as /ws/standby/{team}/: " + path);
    }
    if (ofTheDesk.stream().anyMatch(endpoint -> endpoint.sharesPathWith(path))) {
      throw new IllegalArgumentException("the path " + path + " is the desk's");
    }
    return path;
  }

  /// The name of a type of entities that there is not yet.
  ///
  /// @throws IllegalArgumentException if there is
  String entityType(String name) {
    if (types.contains(name)) {
      throw new IllegalArgumentException("the entity type " + name + " is there already");
    }
    return name;
  }

  @Override
  public Collection<SocketCommand> socketCommands() {
    return running.stream().flatMap(one -> one.commands().stream()).toList();
  }

  @Override
  public Collection<NativeEndpoint> nativeEndpoints() {
    return running.stream().flatMap(one -> one.endpoints().stream()).toList();
  }

  @Override
  public Collection<EntityType> entityTypes() {
    return running.stream().flatMap(one -> one.entityTypes().stream()).toList();
  }
}
