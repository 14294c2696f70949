package dev.deskwire.desk.platform.auth;

/// A person as others are told of them.
public record PersonRef(String id, String name) {
  public static PersonRef of(Caller caller) {
    return new PersonRef(caller.id(), caller.name());
  }
}
