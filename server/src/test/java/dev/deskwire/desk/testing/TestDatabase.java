package dev.deskwire.desk.testing;

import dev.deskwire.desk.platform.config.DatabaseAddress;
import dev.deskwire.desk.platform.database.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Comparator;

/// One PostgreSQL for all tests of this JVM, in a temporary folder; it stops when the JVM ends.
///
/// Quarkus loads test classes by several class loaders, each with its own copy of this class: the
/// folder's name holds the number of the process, so that all copies meet at the same server.
public final class TestDatabase {

  private static final Path FOLDER =
      Path.of(
          System.getProperty("java.io.tmpdir"), "deskwire-test-" + ProcessHandle.current().pid());

  private TestDatabase() {}

  /// The folder to use as `DATA_DIR`.
  public static Path dataFolder() {
    return FOLDER;
  }

  /// The server's own database, started if need be. `@QuarkusTest`s share it.
  public static DatabaseAddress shared() {
    createFolder();
    @SuppressWarnings("resource") // ends with the JVM
    var server = EmbeddedPostgres.attach(FOLDER);
    if (server.isOwner()) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(server)));
    }
    return server.address();
  }

  /// A new, empty database beside the shared one, for a test that wants to be alone.
  ///
  /// @param name lower-case letters, digits and underscores
  public static DatabaseAddress create(String name) throws SQLException {
    var shared = shared();
    try (var connection = shared.connect();
        var statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
      statement.execute("CREATE DATABASE " + name);
    }
    var server = shared.jdbcUrl().substring(0, shared.jdbcUrl().lastIndexOf('/') + 1);
    return new DatabaseAddress(server + name, shared.user(), shared.password());
  }

  /// A data folder of one's own, without a database in it. It borrows the unpacked programs of the
  /// shared server, for unpacking takes longer than all the rest of a first start.
  public static Path newDataFolder() throws IOException {
    shared();
    var data = Files.createTempDirectory(FOLDER, "data");
    admitAll(data);
    var postgres = Files.createDirectory(data.resolve("postgres"));
    try (var files = Files.list(FOLDER.resolve("postgres"))) {
      var programs =
          files.filter(file -> file.getFileName().toString().startsWith("postgresql-")).toList();
      for (var folder : programs) {
        Files.createSymbolicLink(postgres.resolve(folder.getFileName()), folder);
      }
    }
    return data;
  }

  /// Temporary folders are their owner's alone; the user that root lends to PostgreSQL must enter.
  private static void admitAll(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void createFolder() {
    try {
      admitAll(Files.createDirectories(FOLDER));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(EmbeddedPostgres server) {
    server.close();
    try (var paths = Files.walk(FOLDER)) {
      paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
