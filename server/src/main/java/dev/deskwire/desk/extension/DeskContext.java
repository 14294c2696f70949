package dev.deskwire.desk.extension;

import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.timeline.EntityType;
import dev.deskwire.extension.Client;
import dev.deskwire.extension.Command;
import dev.deskwire.extension.ExtensionContext;
import dev.deskwire.extension.Notification;
import dev.deskwire.extension.Person;
import dev.deskwire.extension.Result;
import dev.deskwire.extension.Role;
import dev.deskwire.extension.Timelines;
import dev.deskwire.extension.WebSocketPath;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What one extension is given.
final class DeskContext implements ExtensionContext {
  private final String extension;
  private final DeskServices services;
  private final Registry registry;
  private final Additions additions;
  private final Compartment compartment;
  private final System.Logger logger;
  private final SocketUsers users;
  private volatile boolean ended;

  DeskContext(
      DeskServices services, Registry registry, Additions additions, Compartment compartment) {
    extension = additions.extension();
    this.services = services;
    this.registry = registry;
    this.additions = additions;
    this.compartment = compartment;
    users = new SocketUsers(compartment);
    logger = System.getLogger("dev.deskwire.extension." + extension);
  }

  /// From now on the desk does nothing for the extension.
  void end() {
    ended = true;
  }

  /// Who uses the extension over Socket.IO.
  SocketUsers users() {
    return users;
  }

  /// Runs code of the desk for the extension.
  <T> T inDesk(Supplier<T> code) {
    if (ended) {
      throw new IllegalStateException("Extension " + extension + " has ended");
    }
    return DeskCode.run(code);
  }

  /// The result of what has no value for an extension.
  static Result<Void> silent(Outcome<?> outcome) {
    return switch (Terms.result(outcome)) {
      case Result.Done<?> _ -> Result.done();
      case Result.Refused<?>(var code, var message) -> new Result.Refused<>(code, message);
    };
  }

  @Override
  public System.Logger logger() {
    return logger;
  }

  @Override
  public Optional<String> setting(String name) {
    return inDesk(() -> services.variables().find(extension, name));
  }

  @Override
  public Path dataFolder() {
    return inDesk(() -> services.dataFolder(extension));
  }

  @Override
  public <P> void on(String event, Class<P> payload, Command<P> command) {
    additions.add(
        inDesk(() ->
            new ExtensionCommand(
                Registry.event(event),
                new Handler<>("event " + event, payload, command, compartment, services.json()),
                services.people(),
                users)));
  }

  @Override
  public void onDisconnect(Consumer<Client> action) {
    additions.requireOpen();
    users.onGone(action);
  }

  @Override
  public <P> void onEvent(String event, Class<P> payload, Consumer<? super P> listener) {
    additions.add(new EventListener<>(event, payload, listener, compartment, services.json()));
  }

  @Override
  public WebSocketPath webSocket(String path, Set<Role> who) {
    var endpoint =
        inDesk(() ->
            new ExtensionEndpoint(
                registry.path(path),
                Terms.roles(who),
                additions,
                compartment,
                services.people(),
                services.json()));
    additions.add(endpoint);
    return endpoint;
  }

  @Override
  public void entityType(String name, Set<Role> readers) {
    additions.add(inDesk(() -> new EntityType(registry.entityType(name), Terms.roles(readers))));
  }

  @Override
  public Optional<Person> person(String userId) {
    return inDesk(() -> services.people().find(userId));
  }

  @Override
  public List<Person> readers(String ticketId, boolean internal) {
    return inDesk(() -> services.people().readers(ticketId, internal));
  }

  @Override
  public boolean mayRead(String userId, String ticketId) {
    return inDesk(() -> services.people().mayRead(userId, ticketId));
  }

  @Override
  public Result<String> sendNotification(String userId, Notification notification) {
    return inDesk(() -> Terms.result(services.tell(userId, notification)));
  }

  @Override
  public Result<String> broadcast(String room, String event, Map<String, ?> data) {
    return inDesk(() ->
        Terms.result(
            services
                .broadcast(room, event, data, false)
                .map(sent -> Optional.ofNullable(sent.id()).orElseThrow())));
  }

  @Override
  public Result<Void> broadcastEphemeral(String room, String event, Map<String, ?> data) {
    return inDesk(() -> silent(services.broadcast(room, event, data, true)));
  }

  @Override
  public Timelines timelines() {
    return inDesk(() -> new DeskTimelines(this, services.timelines()));
  }
}
