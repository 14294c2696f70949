package dev.deskwire.desk.backup;

import dev.deskwire.desk.backup.Manifest.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/// The desk's tables and sequences, whatever they are: read from PostgreSQL's catalogue, so that a
/// new table needs no line here. One connection, one thread.
final class Schema {

  /// Flyway's own table: it says which migrations there were, and is never copied.
  private static final String HISTORY = "flyway_schema_history";

  private final Connection connection;

  Schema(Connection connection) {
    this.connection = connection;
  }

  /// The newest migration; empty when there was none.
  Optional<String> version() throws SQLException {
    if (strings("SELECT to_regclass('public.%s')::text".formatted(HISTORY)).isEmpty()) {
      return Optional.empty();
    }
    return strings(
            """
            SELECT version FROM %s WHERE success AND version IS NOT NULL
            ORDER BY installed_rank DESC LIMIT 1
            """
                .formatted(HISTORY))
        .stream()
        .findFirst();
  }

  List<String> tables() throws SQLException {
    return strings(
        """
        SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> '%s'
        ORDER BY tablename
        """
            .formatted(HISTORY));
  }

  /// The columns of a table that are not computed from others.
  List<String> columns(String table) throws SQLException {
    return strings(
        """
        SELECT attname FROM pg_attribute
        WHERE attrelid = '%s'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
        ORDER BY attnum
        """
            .formatted(quoted(table).replace("'", "''")));
  }

  boolean isEmpty() throws SQLException {
    for (var table : tables()) {
      if (!strings("SELECT 1 FROM " + quoted(table) + " LIMIT 1").isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /// The last number of each sequence that has given out any.
  Map<String, Long> sequences() throws SQLException {
    var numbers = new LinkedHashMap<String, Long>();
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT sequencename, last_value FROM pg_sequences
                WHERE schemaname = 'public' AND last_value IS NOT NULL ORDER BY sequencename
                """)) {
      while (rows.next()) {
        numbers.put(rows.getString(1), rows.getLong(2));
      }
    }
    return numbers;
  }

  /// Lets each sequence go on where it was; the others begin anew.
  void continueSequences(Map<String, Long> numbers) throws SQLException {
    for (var sequence :
        strings("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")) {
      execute("ALTER SEQUENCE " + quoted(sequence) + " RESTART");
    }
    try (var set = connection.prepareStatement("SELECT setval(?::regclass, ?)")) {
      for (var entry : numbers.entrySet()) {
        set.setString(1, quoted(entry.getKey()));
        set.setLong(2, entry.getValue());
        set.executeQuery().close();
      }
    }
  }

  /// Writes the rows of a table.
  Table copyOut(String table, OutputStream out) throws SQLException, IOException {
    var columns = columns(table);
    var rows = copyManager().copyOut("COPY " + target(table, columns) + " TO STDOUT", out);
    return new Table(table, columns, rows);
  }

  /// Reads the rows of a table.
  ///
  /// @return how many there were
  long copyIn(Table table, InputStream in) throws SQLException, IOException {
    var copy = "COPY " + target(table.name(), table.columns()) + " FROM STDIN";
    return copyManager().copyIn(copy, in);
  }

  void truncate(List<String> tables) throws SQLException {
    if (!tables.isEmpty()) {
      execute(
          "TRUNCATE "
              + tables.stream().map(Schema::quoted).collect(Collectors.joining(", "))
              + " CASCADE");
    }
  }

  /// Does `work` without foreign keys and triggers, then puts them back; the keys are checked then.
  /// This lets tables be filled in any order, and needs no more rights than to own them.
  void withoutForeignKeysAndTriggers(Work work) throws SQLException, IOException {
    record ForeignKey(String table, String name, String definition) {}
    var keys = new ArrayList<ForeignKey>();
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
                FROM pg_constraint
                WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND conparentid = 0
                """)) {
      while (rows.next()) {
        keys.add(new ForeignKey(rows.getString(1), rows.getString(2), rows.getString(3)));
      }
    }
    for (var key : keys) {
      execute("ALTER TABLE " + key.table + " DROP CONSTRAINT " + quoted(key.name));
    }
    var tables = tables();
    for (var table : tables) {
      execute("ALTER TABLE " + quoted(table) + " DISABLE TRIGGER USER");
    }
    work.run();
    for (var table : tables) {
      execute("ALTER TABLE " + quoted(table) + " ENABLE TRIGGER USER");
    }
    for (var key : keys) {
      execute(
          "ALTER TABLE %s ADD CONSTRAINT %s %s"
              .formatted(key.table, quoted(key.name), key.definition));
    }
  }

  /// What may fail in the two ways that copying can.
  interface Work {
    void run() throws SQLException, IOException;
  }

  private CopyManager copyManager() throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  private static String target(String table, List<String> columns) {
    return quoted(table)
        + columns.stream().map(Schema::quoted).collect(Collectors.joining(", ", " (", ")"));
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> strings(String sql) throws SQLException {
    var strings = new ArrayList<String>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        var value = rows.getString(1);
        if (value != null) {
          strings.add(value);
        }
      }
    }
    return strings;
  }
}
