package dev.deskwire.desk.event;

/// Stands where a row of the log cannot be understood: it keeps its place and goes to nobody.
///
/// @param kind what the row says it is
public record Poisoned(String kind) implements DomainEvent {}
