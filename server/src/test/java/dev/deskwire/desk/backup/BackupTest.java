package dev.deskwire.desk.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.deskwire.desk.platform.config.CannotStartException;
import dev.deskwire.desk.platform.config.DatabaseAddress;
import dev.deskwire.desk.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipFile;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {

  private static final int TICKETS_BEFORE = 200;

  @TempDir Path folder;

  private DatabaseAddress desk;
  private DatabaseAddress other;
  private Path blobs;
  private Path otherBlobs;

  @BeforeEach
  void twoDesks() throws Exception {
    desk = TestDatabase.create("backup_source");
    other = TestDatabase.create("backup_target");
    blobs = Files.createDirectory(folder.resolve("blobs"));
    otherBlobs = folder.resolve("other-blobs");
    migrate(desk);
    try (var connection = desk.connect()) {
      execute(
          connection,
          """
          INSERT INTO app_user (id, email, name, roles, created_at)
          VALUES ('u1', 'ann@desk.example', E'Ann\\t\\\\N "Größe" \\n', '{admin,agent}', now());
          INSERT INTO project (id, key, name, created_at) VALUES ('p1', 'SUP', 'Support', now());
          INSERT INTO secret (name, value) VALUES ('jwt', 'key')
          """);
    }
  }

  @Test
  void backupDuringWritesRestoresToAnEqualDesk() throws Exception {
    var archive = folder.resolve("desk.zip");
    var enough = new CountDownLatch(TICKETS_BEFORE);
    var stop = new AtomicBoolean();
    try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
      var writing =
          writers.submit(() -> {
            for (var number = 1; !stop.get(); number++) {
              writeTicketWithAttachment(number);
              enough.countDown();
            }
            return null;
          });
      enough.await();
      Backup.write(desk, blobs, archive);
      stop.set(true);
      writing.get();
    }

    new Restore(other, otherBlobs, false).read(archive);

    var again = folder.resolve("again.zip");
    Backup.write(other, otherBlobs, again);
    assertThat(contents(again)).isEqualTo(contents(archive));
    try (var connection = other.connect()) {
      assertThat(number(connection, "SELECT count(*) FROM ticket"))
          .isGreaterThanOrEqualTo(TICKETS_BEFORE);
      assertThat(number(connection, "SELECT count(*) FROM attachment"))
          .as("each ticket was committed together with its attachment")
          .isEqualTo(number(connection, "SELECT count(*) FROM ticket"));
      assertThat(number(connection, "SELECT nextval('ticket_number')"))
          .as("numbers never repeat")
          .isGreaterThan(number(connection, "SELECT count(*) FROM ticket"));
      try (var statement = connection.createStatement();
          var rows = statement.executeQuery("SELECT id FROM attachment")) {
        while (rows.next()) {
          assertThat(otherBlobs.resolve(rows.getString(1))).hasContent("bytes");
        }
      }
    }
  }

  @Test
  void restoringRefusesADeskThatHoldsSomethingUnlessForced() throws Exception {
    var archive = folder.resolve("desk.zip");
    writeTicketWithAttachment(1);
    Backup.write(desk, blobs, archive);
    writeTicketWithAttachment(2);

    assertThatThrownBy(() -> new Restore(desk, blobs, false).read(archive))
        .isInstanceOf(CannotStartException.class)
        .hasMessage("The desk is not empty: --force replaces all that is in it by the backup");

    new Restore(desk, blobs, true).read(archive);
    try (var connection = desk.connect()) {
      assertThat(number(connection, "SELECT count(*) FROM ticket")).isEqualTo(1);
    }
    assertThat(blobs.resolve("a1")).exists();
    assertThat(blobs.resolve("a2")).doesNotExist();
  }

  @Test
  void restoringKeepsForeignKeysInForce() throws Exception {
    var archive = folder.resolve("desk.zip");
    Backup.write(desk, blobs, archive);
    new Restore(other, otherBlobs, false).read(archive);

    try (var restored = other.connect();
        var original = desk.connect()) {
      var keys = "SELECT count(*) FROM pg_constraint WHERE contype = 'f'";
      assertThat(number(restored, keys)).isEqualTo(number(original, keys)).isPositive();
      assertThatThrownBy(
              () -> execute(restored, "INSERT INTO team_member VALUES ('nowhere', 'nobody')"))
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void restoringIsRefusedWhileADeskRuns() throws Exception {
    var archive = folder.resolve("desk.zip");
    Backup.write(desk, blobs, archive);

    try (var running =
        DriverManager.getConnection(
            other.jdbcUrl() + "?ApplicationName=deskwire", other.user(), other.password())) {
      assertThat(running.isValid(1)).isTrue();
      assertThatThrownBy(() -> new Restore(other, otherBlobs, true).read(archive))
          .isInstanceOf(CannotStartException.class)
          .hasMessageStartingWith("A desk is running on the database ");
    }
  }

  @Test
  void archiveThatWasCutShortIsRefusedAndChangesNothing() throws Exception {
    var archive = folder.resolve("desk.zip");
    Backup.write(desk, blobs, archive);
    var bytes = Files.readAllBytes(archive);
    Files.write(archive, Arrays.copyOf(bytes, bytes.length / 2));

    assertThatThrownBy(() -> new Restore(desk, blobs, true).read(archive))
        .isInstanceOf(CannotStartException.class)
        .hasMessageEndingWith("is no complete backup of a desk");
    try (var connection = desk.connect()) {
      assertThat(number(connection, "SELECT count(*) FROM app_user")).isEqualTo(1);
    }
  }

  @Test
  void archiveWithADamagedFileIsRefusedBeforeAnythingIsTouched() throws Exception {
    var archive = folder.resolve("desk.zip");
    writeTicketWithAttachment(1);
    Backup.write(desk, blobs, archive);
    writeTicketWithAttachment(2);
    try (var zip = FileSystems.newFileSystem(archive)) {
      Files.delete(zip.getPath("tables/app_user"));
    }

    assertThatThrownBy(() -> new Restore(desk, blobs, true).read(archive))
        .isInstanceOf(CannotStartException.class)
        .hasMessageEndingWith("is no complete backup of a desk");
    try (var connection = desk.connect()) {
      assertThat(number(connection, "SELECT count(*) FROM ticket")).isEqualTo(2);
    }
    assertThat(blobs.resolve("a2")).exists();
  }

  @Test
  void backupIsItsOwnersAloneAndNeverOverwrites() throws Exception {
    var archive = folder.resolve("desk.zip");
    Backup.write(desk, blobs, archive);

    assertThat(Files.getPosixFilePermissions(archive))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThatThrownBy(() -> Backup.write(desk, blobs, archive))
        .isInstanceOf(CannotStartException.class)
        .hasMessage("There is a file " + archive + " already");
  }

  private void writeTicketWithAttachment(int number) throws SQLException, IOException {
    Files.writeString(blobs.resolve("a" + number), "bytes");
    try (var connection = desk.connect()) {
      connection.setAutoCommit(false);
      execute(
          connection,
          """
          INSERT INTO ticket (id, number, title, description, status, priority, project_id,
            reporter_id, tags, version, created_at, updated_at)
          VALUES ('t%1$d', 'TKT-' || nextval('ticket_number'), 'It''s broken', E'a\\nb\\\\.', 'open',
            'high', 'p1', 'u1', '{"one, two",""}', 1, now(), now());
          INSERT INTO ticket_change (ticket_id, version, field, old_value, new_value, at)
          VALUES ('t%1$d', 1, 'title', 'null', '{"text": "\\n"}', now());
          INSERT INTO attachment (id, ticket_id, uploader_id, name, media_type, size, sha256,
            internal, created_at)
          VALUES ('a%1$d', 't%1$d', 'u1', 'log.txt', 'text/plain', 5, '', false, now())
          """
              .formatted(number));
      connection.commit();
    }
  }

  /// What an archive holds, but for the moment at which it was made.
  private static Map<String, String> contents(Path archive) throws IOException {
    var contents = new TreeMap<String, String>();
    try (var zip = new ZipFile(archive.toFile())) {
      for (var entry : zip.stream().toList()) {
        try (var content = zip.getInputStream(entry)) {
          var text = new String(content.readAllBytes(), StandardCharsets.UTF_8);
          contents.put(entry.getName(), text.replaceFirst("\"madeAt\" : [^,]*,", ""));
        }
      }
    }
    assertThat(contents).containsKeys("manifest.json", "tables/ticket", "tables/secret");
    return contents;
  }

  private static void migrate(DatabaseAddress database) {
    Flyway.configure()
        .dataSource(database.jdbcUrl(), database.user(), database.password())
        .load()
        .migrate();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
