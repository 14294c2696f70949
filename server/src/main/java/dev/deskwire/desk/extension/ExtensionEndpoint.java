package dev.deskwire.desk.extension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Role;
import dev.deskwire.desk.realtime.EventForm;
import dev.deskwire.desk.realtime.RoomName;
import dev.deskwire.desk.realtime.Scope;
import dev.deskwire.desk.realtime.websocket.NativeClient;
import dev.deskwire.desk.realtime.websocket.NativeEndpoint;
import dev.deskwire.extension.Client;
import dev.deskwire.extension.Command;
import dev.deskwire.extension.WebSocketPath;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// A path of native WebSockets that an extension has described. What its connections hear is what
/// the extension sends them.
final class ExtensionEndpoint implements NativeEndpoint, WebSocketPath {
  private static final Logger LOG = Logger.getLogger(ExtensionEndpoint.class);

  /// The desk's own.
  private static final Set<String> TYPES = Set.of("ping", "resume");

  private static final EventForm NOTHING = _ -> Optional.empty();

  private final String path;
  private final Set<Role> who;
  private final Additions additions;
  private final Compartment compartment;
  private final People people;
  private final ObjectMapper json;
  private final Map<String, Handler<?>> handlers = new ConcurrentHashMap<>();
  private volatile Admission admission = (_, _) -> true;
  private volatile Consumer<Client> opened = _ -> {};
  private volatile Consumer<Client> closed = _ -> {};

  ExtensionEndpoint(
      String path,
      Set<Role> who,
      Additions additions,
      Compartment compartment,
      People people,
      ObjectMapper json) {
    this.path = path;
    this.who = who;
    this.additions = additions;
    this.compartment = compartment;
    this.people = people;
    this.json = json;
  }

  @Override
  public WebSocketPath admit(Admission asked) {
    additions.requireOpen();
    admission = asked;
    return this;
  }

  @Override
  public WebSocketPath opened(Consumer<Client> action) {
    additions.requireOpen();
    opened = action;
    return this;
  }

  @Override
  public WebSocketPath closed(Consumer<Client> action) {
    additions.requireOpen();
    closed = action;
    return this;
  }

  @Override
  public <P> WebSocketPath on(String type, Class<P> payload, Command<P> command) {
    additions.requireOpen();
    if (TYPES.contains(type)) {
      throw new IllegalArgumentException("messages of type " + type + " are the desk's");
    }
    var handler = new Handler<>("message " + type, payload, command, compartment, json);
    if (handlers.putIfAbsent(type, handler) != null) {
      throw new IllegalArgumentException("messages of type " + type + " have an answer already");
    }
    return this;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public Outcome<Scope> admit(Caller caller, Map<String, String> parameters) {
    return mayConnect(caller) && admits(caller, parameters)
        ? Outcome.done(
            new Scope.OneRoom(new RoomName.OfUser(caller.id()), (person, _) -> mayConnect(person)))
        : Outcome.refused(Refusal.notFound());
  }

  private boolean mayConnect(Caller caller) {
    return caller.active() && !Collections.disjoint(caller.roles(), who);
  }

  private boolean admits(Caller caller, Map<String, String> parameters) {
    var asked = admission;
    return compartment.call(
        "admission to " + path, () -> asked.admits(Terms.person(caller), Map.copyOf(parameters)));
  }

  @Override
  public EventForm form() {
    return NOTHING;
  }

  @Override
  public boolean isDurable() {
    return false;
  }

  @Override
  public void opened(NativeClient client) {
    tell("opening of " + path, opened, client);
  }

  @Override
  public void closed(NativeClient client) {
    tell("closing of " + path, closed, client);
  }

  /// Its failure is no reason to send anybody away.
  private void tell(String what, Consumer<Client> action, NativeClient client) {
    try {
      compartment.run(what, () -> action.accept(Connection.of(client, people, json)));
    } catch (ExtensionFailure e) {
      LOG.warn(e.getMessage(), e.getCause());
    }
  }

  @Override
  public Optional<Outcome<Done>> receive(NativeClient client, String type, JsonNode message) {
    return Optional.ofNullable(handlers.get(type))
        .map(handler -> answer(client, type, message, handler));
  }

  private Outcome<Done> answer(
      NativeClient client, String type, JsonNode message, Handler<?> handler) {
    ObjectNode payload = message.deepCopy();
    payload.remove("type");
    if (people.connected(client.caller().id()).isEmpty()) {
      return Outcome.refused(new Refusal.Unauthenticated("Your account is not active."));
    }
    return handler
        .run(Connection.of(client, people, json), payload)
        .map(members -> {
          if (!members.isEmpty()) {
            client.send(Connection.typed(type, members));
          }
          return new Done();
        });
  }
}
