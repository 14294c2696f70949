package dev.deskwire.desk.timeline;

import java.util.Collection;

/// Adds types of entities that have timelines, for code that brings its own. Beans are discovered.
public interface EntityTypeProvider {
  /// Asked at each use, from any thread, so it answers from memory. A type stays what it is.
  Collection<EntityType> entityTypes();
}
