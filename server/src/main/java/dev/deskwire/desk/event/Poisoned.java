package dev.deskwire.desk.event;

/// Stands where a row of the log cannot be understood: it keeps its place and goes to nobody.
///
/// @param why for the log of the server
public record Poisoned(String why) implements DomainEvent {}
