package dev.deskwire.desk.platform.database;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A process that holds an embedded PostgreSQL with one committed row, so that a test can kill it.
final class DeskProcess {

  private static final String READY = "ready";

  private DeskProcess() {}

  /// Returns once the row is committed.
  static Process start(Path dataFolder) throws Exception {
    var process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                DeskProcess.class.getName(),
                dataFolder.toString())
            .redirectErrorStream(true)
            .start();
    var output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    var said = output.readLine();
    if (!READY.equals(said)) {
      throw new AssertionError(said + "\n" + String.join("\n", output.lines().toList()));
    }
    return process;
  }

  static void main(String[] arguments) throws Exception {
    var server = EmbeddedPostgres.start(Path.of(arguments[0]));
    try (var connection = server.address().connect();
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE committed AS SELECT 1 AS row");
    }
    System.out.println(READY);
    System.in.read();
  }
}
