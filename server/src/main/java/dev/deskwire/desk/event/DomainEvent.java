package dev.deskwire.desk.event;

/// A fact about the desk. Each feature has one sealed family of records, each record annotated with
/// its [EventKind]; the log stores the record as JSON.
public interface DomainEvent {}
