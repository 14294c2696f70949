package dev.deskwire.desk.timeline;

import java.util.Set;

/// Adds types of entities that have timelines, for code that brings its own. Beans are discovered
/// when the desk starts.
public interface EntityTypeProvider {
  /// Names such as `shipment`: a lower-case letter, then letters, digits, `_` and `-`, at most 50.
  Set<String> entityTypes();
}
