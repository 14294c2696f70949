package dev.deskwire.desk.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.deskwire.desk.platform.config.CannotStartException;
import dev.deskwire.desk.platform.config.DatabaseAddress;
import dev.deskwire.desk.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresTest {

  @Test
  void databaseKeepsItsRowsFromOneStartToTheNext() throws Exception {
    var data = TestDatabase.newDataFolder();
    try (var server = EmbeddedPostgres.start(data)) {
      execute(server, "CREATE TABLE kept AS SELECT 'größer' AS word");
    }
    try (var server = EmbeddedPostgres.start(data)) {
      assertThat(ask(server, "SELECT word FROM kept")).isEqualTo("größer");
    }
  }

  @Test
  void databaseIsDurableUnicodeAndReachableFromThisMachineOnly() throws Exception {
    try (var server = EmbeddedPostgres.start(TestDatabase.newDataFolder())) {
      assertThat(ask(server, "SHOW fsync")).isEqualTo("on");
      assertThat(ask(server, "SHOW server_encoding")).isEqualTo("UTF8");
      assertThat(ask(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(ask(server, "SHOW unix_socket_directories")).isEmpty();
      assertThat(
              ask(
                  server,
                  "SELECT datlocprovider FROM pg_database WHERE datname = current_database()"))
          .isEqualTo("i");
      assertThat(ask(server, "SELECT 'ä' < 'b'")).as("collation of a dictionary").isEqualTo("t");
    }
  }

  @Test
  void onlyThePasswordOpensTheDatabaseAndOnlyTheOwnerReadsThePassword() throws Exception {
    var data = TestDatabase.newDataFolder();
    try (var server = EmbeddedPostgres.start(data)) {
      var address = server.address();
      var stranger = new DatabaseAddress(address.jdbcUrl(), address.user(), "guess");
      assertThatThrownBy(stranger::connect)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
      assertThat(Files.getPosixFilePermissions(data.resolve("postgres/password")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(address.toString()).doesNotContain(address.password());
    }
  }

  @Test
  void secondStartOnTheSameFolderIsRefusedWhileTheFirstLives() throws Exception {
    var data = TestDatabase.newDataFolder();
    try (var first = EmbeddedPostgres.start(data)) {
      assertThatThrownBy(() -> EmbeddedPostgres.start(data))
          .isInstanceOf(CannotStartException.class)
          .hasMessage("A desk is already running on the data folder " + data);
      assertThat(ask(first, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void toolAttachesToTheRunningServerAndLeavesItRunning() throws Exception {
    var data = TestDatabase.newDataFolder();
    try (var server = EmbeddedPostgres.start(data)) {
      try (var tool = EmbeddedPostgres.attach(data)) {
        assertThat(tool.isOwner()).isFalse();
        assertThat(tool.address()).isEqualTo(server.address());
      }
      assertThat(ask(server, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void toolStartsAndStopsAServerWhenNoneRuns() throws Exception {
    var data = TestDatabase.newDataFolder();
    try (var tool = EmbeddedPostgres.attach(data)) {
      assertThat(tool.isOwner()).isTrue();
      assertThat(ask(tool, "SELECT 1")).isEqualTo("1");
    }
    assertThat(data.resolve("postgres/cluster/postmaster.pid")).doesNotExist();
  }

  @Test
  void startAfterAKilledDeskStopsTheOrphanAndKeepsWhatWasCommitted() throws Exception {
    var data = TestDatabase.newDataFolder();
    var desk = DeskProcess.start(data);
    var orphan = EmbeddedPostgres.attach(data).address();
    desk.destroyForcibly().waitFor();
    orphan.connect().close(); // PostgreSQL outlives the killed desk

    try (var server = EmbeddedPostgres.start(data)) {
      assertThatThrownBy(orphan::connect).hasMessageContaining("refused");
      assertThat(ask(server, "SELECT count(*) FROM committed")).isEqualTo("1");
    }
  }

  @Test
  void startAfterAKilledDatabaseRecovers() throws Exception {
    var data = TestDatabase.newDataFolder();
    var desk = DeskProcess.start(data);
    var postmaster = postmaster(data);
    postmaster.destroyForcibly();
    desk.destroyForcibly().waitFor();
    postmaster.onExit().get(10, TimeUnit.SECONDS);
    assertThat(data.resolve("postgres/cluster/postmaster.pid")).exists();

    try (var server = EmbeddedPostgres.start(data)) {
      assertThat(ask(server, "SELECT count(*) FROM committed")).isEqualTo("1");
    }
  }

  @Test
  void startIgnoresAStaleNumberThatIsAnotherProgramsNow() throws Exception {
    var data = TestDatabase.newDataFolder();
    EmbeddedPostgres.start(data).close();
    var own = Long.toString(ProcessHandle.current().pid());
    Files.writeString(data.resolve("postgres/cluster/postmaster.pid"), own + "\n");

    try (var server = EmbeddedPostgres.start(data)) {
      assertThat(ask(server, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void databaseOfAnotherMajorVersionIsRefusedWithTheWayOut() throws Exception {
    var data = TestDatabase.newDataFolder();
    EmbeddedPostgres.start(data).close();
    Files.writeString(data.resolve("postgres/cluster/PG_VERSION"), "12\n");

    assertThatThrownBy(() -> EmbeddedPostgres.start(data))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("was made by PostgreSQL 12")
        .hasMessageContaining("make a backup");
  }

  @Test
  void startMakesTheDatabaseAnewWhenTheFirstAttemptWasCutShort() throws Exception {
    var data = TestDatabase.newDataFolder().resolve("below");
    Files.createDirectories(data.resolve("postgres/unpacking/bin"));
    Files.createDirectories(data.resolve("postgres/initialising"));
    Files.writeString(data.resolve("postgres/initialising/PG_VERSION"), "18\n");

    try (var server = EmbeddedPostgres.start(data)) {
      assertThat(ask(server, "SELECT 1")).isEqualTo("1");
    }
  }

  private static ProcessHandle postmaster(Path data) throws Exception {
    var pid = Files.readAllLines(data.resolve("postgres/cluster/postmaster.pid")).getFirst();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
    try (var connection = server.address().connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(EmbeddedPostgres server, String sql) throws SQLException {
    try (var connection = server.address().connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
