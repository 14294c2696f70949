package dev.deskwire.desk.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.deskwire.desk.backup.Manifest.Table;
import dev.deskwire.desk.platform.config.CannotStartException;
import dev.deskwire.desk.platform.config.DatabaseAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;

/// Makes a desk of an archive that [Backup] wrote. No desk may run on the database meanwhile.
///
/// The rows come in one transaction: if the archive turns out to be damaged, what was there stays.
/// An archive of an older desk is read into a database of its own time; the next start brings that
/// up to date as it would any older desk.
public final class Restore {

  /// What was read, for a line of output.
  public record Restored(long rows, long blobs) {}

  private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());

  private final DatabaseAddress database;
  private final Path blobDir;
  private final boolean force;

  /// @param blobDir where the files of attachments belong
  /// @param force whether what the desk holds may be replaced
  public Restore(DatabaseAddress database, Path blobDir, boolean force) {
    this.database = database;
    this.blobDir = blobDir;
    this.force = force;
  }

  /// Reads `file`.
  ///
  /// @throws CannotStartException if that is not possible, with the reason
  public Restored read(Path file) {
    if (Files.notExists(file)) {
      throw new CannotStartException("There is no file " + file);
    }
    try (var archive = new ZipFile(file.toFile());
        var connection = database.connect()) {
      var manifest = manifest(archive, file);
      requireFree(connection);
      requireWhole(archive, manifest);
      prepareSchema(connection, manifest.schemaVersion());
      var kept = extractBlobs(archive);
      fill(connection, archive, manifest);
      deleteOtherBlobs(kept);
      return new Restored(manifest.rows(), kept.size());
    } catch (ZipException e) {
      throw new CannotStartException(file + " is no complete backup of a desk", e);
    } catch (SQLException | IOException | FlywayException e) {
      throw new CannotStartException(
          "The backup " + file + " cannot be restored: " + e.getMessage(), e);
    }
  }

  private static Manifest manifest(ZipFile archive, Path file) throws IOException {
    var entry = archive.getEntry(Manifest.ENTRY);
    if (entry == null) {
      throw new CannotStartException(file + " is no complete backup of a desk");
    }
    try (var content = archive.getInputStream(entry)) {
      var manifest = JSON.readValue(content, Manifest.class);
      if (manifest.format() != Manifest.FORMAT) {
        throw new CannotStartException(
            file + " was made by another Deskwire, whose archives this one cannot read");
      }
      return manifest;
    }
  }

  /// Reads the archive once before anything of the desk is touched: what is there is only given up
  /// for a backup that can take its place.
  private static void requireWhole(ZipFile archive, Manifest manifest) throws IOException {
    for (var table : manifest.tables()) {
      if (archive.getEntry(Manifest.TABLES + table.name()) == null) {
        throw new ZipException("The rows of " + table.name() + " are missing");
      }
    }
    var entries = archive.entries();
    while (entries.hasMoreElements()) {
      var entry = entries.nextElement();
      var sum = new CRC32();
      try (var content = new CheckedInputStream(archive.getInputStream(entry), sum)) {
        content.transferTo(OutputStream.nullOutputStream());
      }
      if (sum.getValue() != entry.getCrc()) {
        throw new ZipException(entry.getName() + " is damaged");
      }
    }
  }

  private void requireFree(Connection connection) throws SQLException, IOException {
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND application_name = 'deskwire'
                """)) {
      rows.next();
      if (rows.getInt(1) > 0) {
        throw new CannotStartException(
            "A desk is running on the database %s: stop it first".formatted(database.display()));
      }
    }
    if (!force && (!new Schema(connection).isEmpty() || hasBlobs())) {
      throw new CannotStartException(
          "The desk is not empty: --force replaces all that is in it by the backup");
    }
  }

  private boolean hasBlobs() throws IOException {
    if (Files.notExists(blobDir)) {
      return false;
    }
    try (var paths = Files.walk(blobDir)) {
      return paths.anyMatch(Files::isRegularFile);
    }
  }

  /// Brings the tables to the version of the archive, deleting them when they are newer.
  private void prepareSchema(Connection connection, String version) throws SQLException {
    var flyway =
        Flyway.configure(Restore.class.getClassLoader())
            .dataSource(database.jdbcUrl(), database.user(), database.password())
            .locations("classpath:db/migration")
            .cleanDisabled(false)
            .target(MigrationVersion.fromVersion(version))
            .load();
    var known =
        Arrays.stream(flyway.info().all())
            .map(MigrationInfo::getVersion)
            .anyMatch(MigrationVersion.fromVersion(version)::equals);
    if (!known) {
      throw new CannotStartException(
          "The backup was made by a newer Deskwire (its tables are of version %s): install that one"
              .formatted(version));
    }
    var current = new Schema(connection).version().map(MigrationVersion::fromVersion);
    if (current.isPresent() && current.get().isNewerThan(version)) {
      flyway.clean();
    }
    flyway.migrate();
  }

  private static void fill(Connection connection, ZipFile archive, Manifest manifest)
      throws SQLException, IOException {
    connection.setAutoCommit(false);
    var schema = new Schema(connection);
    schema.withoutForeignKeysAndTriggers(() -> {
      schema.truncate(schema.tables());
      for (var table : manifest.tables()) {
        fill(schema, archive, table);
      }
      schema.continueSequences(manifest.sequences());
    });
    connection.commit();
  }

  private static void fill(Schema schema, ZipFile archive, Table table)
      throws SQLException, IOException {
    var entry = archive.getEntry(Manifest.TABLES + table.name());
    if (entry == null) {
      throw new ZipException("The rows of " + table.name() + " are missing");
    }
    try (var content = archive.getInputStream(entry)) {
      if (schema.copyIn(table, content) != table.rows()) {
        throw new ZipException("Some rows of " + table.name() + " are missing");
      }
    }
  }

  private Set<Path> extractBlobs(ZipFile archive) throws IOException {
    var extracted = new HashSet<Path>();
    var entries = archive.entries();
    while (entries.hasMoreElements()) {
      var entry = entries.nextElement();
      if (!entry.getName().startsWith(Manifest.BLOBS)) {
        continue;
      }
      var path = blobDir.resolve(entry.getName().substring(Manifest.BLOBS.length())).normalize();
      if (!path.startsWith(blobDir)) {
        throw new ZipException("A file lies outside: " + entry.getName());
      }
      Files.createDirectories(path.getParent());
      try (var content = archive.getInputStream(entry)) {
        Files.copy(content, path, StandardCopyOption.REPLACE_EXISTING);
      }
      extracted.add(path);
    }
    return extracted;
  }

  private void deleteOtherBlobs(Set<Path> kept) throws IOException {
    if (Files.notExists(blobDir)) {
      return;
    }
    try (var paths = Files.walk(blobDir)) {
      for (var path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
        if (!kept.contains(path)) {
          Files.delete(path);
        }
      }
    }
  }
}
