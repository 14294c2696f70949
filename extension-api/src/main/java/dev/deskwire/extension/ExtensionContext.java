package dev.deskwire.extension;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// What the desk gives to one extension. Safe for any thread.
///
/// [#on], [#onDisconnect], [#onEvent], [#webSocket] and [#entityType] say what the extension adds,
/// and throw `IllegalArgumentException` for what cannot be added and `IllegalStateException` once
/// [Extension#initialize] has ended. Of two extensions that add the same thing, the one whose jar
/// comes first by name has it, and the other is left out.
///
/// The other methods serve until [Extension#shutdown] has ended, then they throw
/// `IllegalStateException`. Those that ask the database block, and throw if it cannot be reached.
public interface ExtensionContext {
  /// Writes to the log of the desk, under the name of the extension.
  System.Logger logger();

  /// What the operator has set for the extension: the setting `hours` of `on-call` is the
  /// environment variable `EXTENSION_ON_CALL_HOURS`. Empty if it is not set.
  Optional<String> setting(String name);

  /// A folder of the extension's own, which exists. `./desk backup` leaves it out.
  Path dataFolder();

  /// Adds an event that signed-in clients may send over Socket.IO. The rates of the desk hold for
  /// it.
  ///
  /// @param event a name of your own, best with a prefix, as in `standby:take`
  /// @param payload the type of the event's first argument
  <P> void on(String event, Class<P> payload, Command<P> command);

  /// A connection of Socket.IO that has sent one of the extension's events is gone. It is told
  /// once; a client that comes back may have the same id, and is told of again if it sends another.
  void onDisconnect(Consumer<Client> action);

  /// Listens to the durable events of one name, such as `ticket:created`, whoever may hear them: to
  /// those of the desk and to what anybody broadcasts. Each is told once it is committed and its
  /// listeners on this node have heard it; one after the other, in the order of the log, from the
  /// start of the extension on. A slow listener hears them later. One that fails is told in the
  /// log, and hears the next.
  ///
  /// @param payload the type of what goes with the event: `id`, `seq`, `type`, `at`, `actor` and
  ///   what `docs/asyncapi.yaml` says of the name; [java.util.Map] takes all of it
  /// @param listener may block, but for no longer than `EXTENSION_TIMEOUT`
  <P> void onEvent(String event, Class<P> payload, Consumer<? super P> listener);

  /// Adds a path of native WebSockets.
  ///
  /// @param path such as `/ws/standby/{team}/`; clients may leave out the last slash
  /// @param who has one of these roles may connect, and stay connected as long as they have it
  WebSocketPath webSocket(String path, Set<Role> who);

  /// Adds a type of entities that have timelines. Staff among its readers may write them over HTTP.
  ///
  /// @param name a lower-case letter, then letters, digits, `_` and `-`, at most 50
  /// @param readers who reads them; admins do in any case. Who is not staff needs to know an
  ///   entity's id, for they see no list of them
  void entityType(String name, Set<Role> readers);

  /// Somebody who is active, with the rights of now. Blocks.
  Optional<Person> person(String userId);

  /// Everyone who may read a ticket. Blocks.
  ///
  /// @param internal whether it is its internal notes that are to be read
  /// @return nobody if there is no such ticket
  List<Person> readers(String ticketId, boolean internal);

  /// Whether somebody may read a ticket. Blocks.
  boolean mayRead(String userId, String ticketId);

  /// Tells somebody something, in the name of the desk. Blocks.
  ///
  /// @return the id of the notification
  Result<String> sendNotification(String userId, Notification notification);

  /// Sends an event to those in a room who may stand there; it is kept, and clients that were away
  /// get it when they come back. Blocks.
  ///
  /// @param room `user:{id}`, `role:{role}`, `team:{id}`, `project:{id}`, `queue:{id}`,
  ///   `ticket:{id}` or `timeline:{type}:{id}`
  /// @param event a name of your own
  /// @param data values that can be written as JSON; references rather than texts, for who is in
  ///   the room may be more than who may read them
  /// @return the id of the event
  Result<String> broadcast(String room, String event, Map<String, ?> data);

  /// As [#broadcast], but for the moment alone, to the connections of this node: not kept, and lost
  /// on who is away.
  Result<Void> broadcastEphemeral(String room, String event, Map<String, ?> data);

  /// Writes timelines.
  Timelines timelines();
}
