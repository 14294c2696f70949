package dev.deskwire.desk.extension;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.realtime.Delivery;
import dev.deskwire.desk.realtime.SocketClient;
import dev.deskwire.desk.realtime.websocket.NativeClient;
import dev.deskwire.extension.Client;
import dev.deskwire.extension.Person;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/// A connection, as an extension sees it.
final class Connection implements Client {
  private final String id;
  private final Caller caller;
  private final Map<String, String> parameters;
  private final People people;
  private final ObjectMapper json;
  private final BiConsumer<String, Map<String, Object>> wire;

  private Connection(
      String id,
      Caller caller,
      Map<String, String> parameters,
      People people,
      ObjectMapper json,
      BiConsumer<String, Map<String, Object>> wire) {
    this.id = id;
    this.caller = caller;
    this.parameters = Map.copyOf(parameters);
    this.people = people;
    this.json = json;
    this.wire = wire;
  }

  static Connection of(SocketClient client, Caller caller, People people, ObjectMapper json) {
    return new Connection(
        client.id(),
        caller,
        Map.of(),
        people,
        json,
        (name, fields) -> client.send(new Delivery(List.of(name), fields, Set.of(), _ -> true)));
  }

  static Connection of(NativeClient client, People people, ObjectMapper json) {
    return new Connection(
        client.id(),
        client.caller(),
        client.parameters(),
        people,
        json,
        (name, fields) -> client.send(typed(name, fields)));
  }

  /// A message of native WebSockets: the type comes first, and cannot be replaced.
  static Map<String, Object> typed(String type, Map<String, Object> fields) {
    var message = new LinkedHashMap<String, Object>();
    message.put("type", type);
    message.putAll(fields);
    message.put("type", type);
    return message;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Person person() {
    return DeskCode.run(() -> Terms.person(people.connected(caller.id()).orElseGet(this::gone)));
  }

  /// Who may do nothing any more is known, and that is all.
  private Caller gone() {
    return new Caller(
        caller.id(), caller.name(), caller.email(), Set.of(), Set.of(), Set.of(), Set.of(), false);
  }

  @Override
  public Map<String, String> parameters() {
    return parameters;
  }

  @Override
  public void send(String name, Map<String, ?> data) {
    var fields = Terms.members(data, json);
    DeskCode.run(() -> {
      wire.accept(Registry.event(name), fields);
      return true;
    });
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Connection connection && connection.id.equals(id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "Client[" + id + "]";
  }
}
