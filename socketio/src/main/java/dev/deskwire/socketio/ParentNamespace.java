package dev.deskwire.socketio;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The namespaces that came into being under one rule. Each gets the middlewares and handlers that
/// the parent had when it was made.
public final class ParentNamespace {
  private final NamespaceRule rule;
  private final List<Middleware> middlewares = new CopyOnWriteArrayList<>();
  private final List<ConnectionHandler> connectionHandlers = new CopyOnWriteArrayList<>();
  private final Set<Namespace> children = ConcurrentHashMap.newKeySet();

  ParentNamespace(NamespaceRule rule) {
    this.rule = rule;
  }

  /// Asks this middleware about every client that wants to join a child.
  public void use(Middleware middleware) {
    middlewares.add(middleware);
  }

  /// Hears of every client that joined a child.
  public void onConnection(ConnectionHandler handler) {
    connectionHandlers.add(handler);
  }

  /// Every socket of every child.
  public ParentBroadcast everybody() {
    return ParentBroadcast.toEverybody(this);
  }

  /// The sockets in any of these rooms of any child.
  public ParentBroadcast to(String... rooms) {
    return everybody().to(rooms);
  }

  /// The same as [#to].
  public ParentBroadcast in(String... rooms) {
    return everybody().to(rooms);
  }

  /// Every socket of every child but those in any of these rooms.
  public ParentBroadcast except(String... rooms) {
    return everybody().except(rooms);
  }

  /// Sends an event to every socket of every child.
  public void emit(String event, @Nullable Object... args) {
    everybody().emit(event, args);
  }

  /// The children there are now.
  public List<Namespace> children() {
    return List.copyOf(children);
  }

  NamespaceRule rule() {
    return rule;
  }

  /// Gives a child to be what all children have.
  void equip(Namespace child) {
    middlewares.forEach(child::use);
    connectionHandlers.forEach(child::onConnection);
  }

  void adopt(Namespace child) {
    children.add(child);
  }

  void release(Namespace child) {
    children.remove(child);
  }
}
