package dev.deskwire.desk.realtime;

import dev.deskwire.desk.event.LoggedEvent;

/// A way in which live events leave the node. The relay calls it, in order, from its one thread; a
/// door must not block.
interface Door {
  void deliver(LoggedEvent event, Delivery delivery);

  /// An event that is not kept: to be sent at once, without a position. Any thread.
  void send(Delivery ephemeral);

  /// A change of rights has just been applied to the model; connections that lost a right leave
  /// their rooms before the next event.
  void applied(RightsEvent change);

  /// Events were lost to this node, those about rights among them: every connection ends with
  /// [Ending#RESTARTING], and its client comes back and resumes.
  void restart();
}
