package dev.deskwire.socketio;

import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A choice of sockets in all children of a [ParentNamespace], to send events to. Immutable.
///
/// It means the children that this node has at the moment of the emit. What needs to know all of
/// them, acknowledgements and `fetchSockets`, is asked of each child by itself; the reference's
/// parent offers neither.
public final class ParentBroadcast {
  private final ParentNamespace parent;
  private final UnaryOperator<Broadcast> choice;

  private ParentBroadcast(ParentNamespace parent, UnaryOperator<Broadcast> choice) {
    this.parent = parent;
    this.choice = choice;
  }

  static ParentBroadcast toEverybody(ParentNamespace parent) {
    return new ParentBroadcast(parent, UnaryOperator.identity());
  }

  /// Adds the sockets in these rooms; see [Broadcast#to].
  public ParentBroadcast to(String... rooms) {
    return then(chosen -> chosen.to(rooms));
  }

  /// The same as [#to].
  public ParentBroadcast in(String... rooms) {
    return to(rooms);
  }

  /// Leaves out the sockets in these rooms.
  public ParentBroadcast except(String... rooms) {
    return then(chosen -> chosen.except(rooms));
  }

  /// Leaves out the sockets that fail a test; see [Broadcast#where].
  public ParentBroadcast where(Predicate<Socket> test) {
    return then(chosen -> chosen.where(test));
  }

  /// Leaves out the sockets of other nodes.
  public ParentBroadcast local() {
    return then(Broadcast::local);
  }

  /// Lets receivers whose transport is busy do without the event: the reference's `volatile`.
  public ParentBroadcast asVolatile() {
    return then(Broadcast::asVolatile);
  }

  /// Says whether transports that compress may compress the event; see [Broadcast#compress].
  public ParentBroadcast compress(boolean value) {
    return then(chosen -> chosen.compress(value));
  }

  /// Keeps the event out of what clients get later; see [Broadcast#ephemeral].
  public ParentBroadcast ephemeral() {
    return then(Broadcast::ephemeral);
  }

  /// Sends an event, encoded once for each child, whose name it carries.
  ///
  /// @param args JSON nodes, or anything Jackson can make one of; byte arrays travel as bytes
  /// @throws IllegalArgumentException if the name is reserved or an argument has no JSON form
  public void emit(String event, @Nullable Object... args) {
    parent.children().forEach(child -> choice.apply(child.everybody()).emit(event, args));
  }

  private ParentBroadcast then(UnaryOperator<Broadcast> next) {
    return new ParentBroadcast(parent, chosen -> next.apply(choice.apply(chosen)));
  }
}
