package dev.deskwire.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.deskwire.socketio.engine.Ids;
import dev.deskwire.socketio.packet.SocketPacket;
import dev.deskwire.socketio.room.Audience;
import dev.deskwire.socketio.room.Emission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What happened in one namespace, for clients whose connection broke: gives events their offsets
/// and brings sockets back.
///
/// The official client takes the last argument of an event for an offset whenever that is a string,
/// a lone event name included. So events without offset that end in a string get a null behind it.
final class History {
  private final Namespace namespace;
  private final Recovery recovery;
  private final RecoveryStore store;

  /// Events get their offsets in the order in which they are sent; else a client could see the
  /// second and never hear of the first.
  private final ReentrantLock inOrder = new ReentrantLock();

  History(Namespace namespace, Recovery recovery) {
    this.namespace = namespace;
    this.recovery = recovery;
    this.store = recovery.store().create(namespace.name(), recovery.maxDisconnection());
  }

  /// Where an event stands that is sent like this.
  Position position(Emission emission) {
    if (store.isFilledByAdapter() && !emission.local()) {
      return new Position.OfAdapter();
    }
    return emission.isKept() ? new Position.OfStore() : new Position.None();
  }

  /// Gives an event its place and sends it.
  ///
  /// @param data the name, then the arguments
  void place(
      List<JsonNode> data,
      Position position,
      Audience audience,
      Predicate<Socket> filter,
      Consumer<List<JsonNode>> send) {
    switch (position) {
      case Position.None() -> send.accept(without(data));
      case Position.OfAdapter() -> send.accept(data);
      case Position.Given(var offset) -> {
        if (store.isFilledByAdapter()) {
          throw new IllegalStateException("the adapter gives the offsets: use emit");
        }
        send.accept(with(data, offset));
      }
      case Position.OfStore() -> {
        var args = data.subList(1, data.size());
        var event = new RecoverableEvent(data.getFirst().textValue(), args, audience, filter);
        inOrder.lock();
        try {
          var offset = append(event);
          send.accept(offset.map(given -> with(data, given)).orElseGet(() -> without(data)));
        } finally {
          inOrder.unlock();
        }
      }
    }
  }

  /// What an adapter has carried, as clients get it.
  List<JsonNode> carried(List<JsonNode> data, Emission emission, @Nullable String offset) {
    if (!store.isFilledByAdapter()) {
      // Whoever sent it has given it its offset, or none.
      return data;
    }
    return offset != null && emission.isKept() ? with(data, offset) : without(data);
  }

  /// Remembers a socket whose connection broke.
  void leave(Socket socket, String pid, Set<String> rooms) {
    attempt(
        "persisting a session",
        () -> {
          var user = recovery.guard().user(socket);
          var data = socket.data();
          store.persist(new RecoverySession(socket.id(), pid, rooms, data, user, Instant.now()));
          return Optional.empty();
        });
  }

  /// Remembers a session again that nobody could be given.
  void putBack(RecoverySession session) {
    attempt(
        "persisting a session",
        () -> {
          store.persist(session);
          return Optional.empty();
        });
  }

  /// Lets an admitted socket go on where it left off, or begin anew. It may block.
  void restore(Socket socket) {
    var auth = socket.handshake().auth();
    if (auth.path("pid").isTextual() && auth.path("offset").isTextual()) {
      var session =
          attempt("finding a session", () -> store.take(auth.path("pid").textValue()))
              .filter(found -> isSameUser(socket, found));
      if (session.isPresent() && restore(socket, session.get(), auth.path("offset").textValue())) {
        return;
      }
    }
    socket.beginAnew(Ids.next());
  }

  private boolean restore(Socket socket, RecoverySession before, String offset) {
    var allowed =
        before.rooms().stream()
            .filter(room -> room.equals(before.sid()) || mayEnter(socket, room))
            .collect(Collectors.toUnmodifiableSet());
    var session = before.in(allowed);
    var joined = new ArrayList<>(allowed);
    joined.removeAll(socket.rooms());
    if (!socket.beginRestoring()) {
      putBack(before);
      return true;
    }
    // From here on the socket hears what is emitted, and holds it back.
    var added = takeOver(session.data(), socket.data());
    namespace.node().join(socket, joined);
    var missed =
        attempt("reading missed events", () -> store.missed(session, offset))
            .flatMap(events -> encode(socket, events));
    if (missed.isEmpty()) {
      namespace.node().leave(socket, joined);
      added.forEach(socket.data()::remove);
      socket.stopRestoring();
      return false;
    }
    // Who has given an event its place has sent it, too, once this lock is free. What was read as
    // missed and comes live as well is known as the same only while the socket holds it back.
    inOrder.lock();
    try {
      socket.restored(session, missed.get());
    } finally {
      inOrder.unlock();
    }
    return true;
  }

  /// Takes over the data of before, except what the middlewares have set anew.
  ///
  /// @return the names of what was taken over
  private static Set<String> takeOver(Map<String, Object> earlier, Map<String, Object> data) {
    var added = new HashSet<String>();
    earlier.forEach((name, value) -> {
      if (data.putIfAbsent(name, value) == null) {
        added.add(name);
      }
    });
    return added;
  }

  /// The missed events as they are sent; nothing if they are more than a connection may queue.
  private Optional<List<Backlog.Missed>> encode(Socket socket, List<MissedEvent> events) {
    var options = namespace.server().options();
    var missed = new ArrayList<Backlog.Missed>(events.size());
    long bytes = 0;
    for (var event : events) {
      if (!namespace.node().accepts(event.mayReceive(), socket)) {
        continue;
      }
      var data = with(options.json().event(event.name(), event.args().toArray()), event.offset());
      var packet = new SocketPacket.Event(namespace.name(), null, data);
      var outbound = namespace.server().encode(packet, false);
      missed.add(new Backlog.Missed(event.offset(), outbound));
      bytes += outbound.size();
    }
    long limit = namespace.server().engine().options().maxQueuedBytes() / 2;
    return bytes > limit ? Optional.empty() : Optional.of(missed);
  }

  private Optional<String> append(RecoverableEvent event) {
    return attempt("appending an event", () -> store.append(event));
  }

  private boolean isSameUser(Socket socket, RecoverySession session) {
    return attempt(
            "the recovery guard",
            () -> Optional.of(Objects.equals(recovery.guard().user(socket), session.user())))
        .orElse(false);
  }

  private boolean mayEnter(Socket socket, String room) {
    return attempt("the recovery guard", () -> Optional.of(recovery.guard().mayEnter(socket, room)))
        .orElse(false);
  }

  /// What fails is as good as not there: the client begins anew.
  private <T> Optional<T> attempt(String what, Attempt<T> attempt) {
    try {
      return attempt.run();
    } catch (RuntimeException failure) {
      namespace.server().options().errors().failed(what, failure);
      return Optional.empty();
    }
  }

  private static List<JsonNode> with(List<JsonNode> data, String offset) {
    return extended(data, TextNode.valueOf(offset));
  }

  private static List<JsonNode> without(List<JsonNode> data) {
    return data.getLast().isTextual() ? extended(data, NullNode.getInstance()) : data;
  }

  private static List<JsonNode> extended(List<JsonNode> data, JsonNode last) {
    var extended = new ArrayList<JsonNode>(data.size() + 1);
    extended.addAll(data);
    extended.add(last);
    return extended;
  }

  @FunctionalInterface
  private interface Attempt<T> {
    Optional<T> run();
  }
}
