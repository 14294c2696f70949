package dev.deskwire.desk.backup;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What an archive says about itself.
///
/// @param format of the archive; this desk reads and writes [#FORMAT]
/// @param madeAt when the rows were as they are in it
/// @param schemaVersion of the database: the newest of its migrations
/// @param tables in the order of their names
/// @param sequences the last number that each sequence gave out
/// @param blobs how many files of attachments there are
record Manifest(
    int format,
    Instant madeAt,
    String schemaVersion,
    List<Table> tables,
    Map<String, Long> sequences,
    long blobs) {

  static final int FORMAT = 1;
  static final String ENTRY = "manifest.json";
  static final String TABLES = "tables/";
  static final String BLOBS = "blobs/";

  /// One table.
  ///
  /// @param columns those that hold values of their own, in the order in which they are written
  record Table(String name, List<String> columns, long rows) {}

  long rows() {
    return tables.stream().mapToLong(Table::rows).sum();
  }
}
