package dev.deskwire.desk.presence;

/// Hears everything about presence that this node tells its connections, for doors with words of
/// their own. Beans are discovered.
///
/// Who may hear of an event is the listener's affair: all of it is for staff who may read the
/// ticket or belong to the project. Any thread; the events of one ticket or project come one after
/// another. It must neither block nor throw.
public interface PresenceListener {
  /// Whether anybody would hear. If nobody does, what happens at other nodes is not even looked at.
  boolean isListening();

  void happened(PresenceEvent event);
}
