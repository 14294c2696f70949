package dev.deskwire.desk.event;

import dev.deskwire.desk.platform.auth.Caller;

/// Who did it, as events name people.
public record ActorRef(String id, String name) {
  public static ActorRef of(Caller caller) {
    return new ActorRef(caller.id(), caller.name());
  }
}
