package dev.deskwire.desk.platform.database;

import dev.deskwire.desk.platform.config.CannotStartException;
import dev.deskwire.desk.platform.config.DatabaseAddress;
import dev.deskwire.desk.platform.config.Settings;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/// The database of this process, wherever the settings say it is; open until [#close].
///
/// @param description for a line of the log, without secrets
public record DatabaseAccess(DatabaseAddress address, String description, Runnable closing)
    implements AutoCloseable {

  /// A server that starts together with the desk, as in a set of containers, may need a while.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration POLL = Duration.ofMillis(250);

  /// For a desk that serves: nobody else may start one on the same data folder.
  ///
  /// @throws CannotStartException if the database cannot be had
  public static DatabaseAccess exclusive(Settings settings) {
    var server = settings.database();
    return server == null ? embedded(EmbeddedPostgres.start(settings.dataDir())) : remote(server);
  }

  /// For tools that work beside a desk that serves, and without one.
  ///
  /// @throws CannotStartException if the database cannot be had
  public static DatabaseAccess shared(Settings settings) {
    var server = settings.database();
    return server == null ? embedded(EmbeddedPostgres.attach(settings.dataDir())) : remote(server);
  }

  @Override
  public void close() {
    closing.run();
  }

  private static DatabaseAccess embedded(EmbeddedPostgres postgres) {
    try {
      var description =
          "embedded PostgreSQL " + PostgresBinaries.version() + " in " + postgres.folder();
      return new DatabaseAccess(postgres.address(), description, postgres::close);
    } catch (IOException e) {
      throw new CannotStartException("The embedded PostgreSQL is incomplete", e);
    }
  }

  private static DatabaseAccess remote(DatabaseAddress address) {
    awaitAnswer(address);
    return new DatabaseAccess(address, address.display(), () -> {});
  }

  private static void awaitAnswer(DatabaseAddress address) {
    var deadline = Instant.now().plus(PATIENCE);
    while (true) {
      try (var connection = address.connect()) {
        connection.isValid(0);
        return;
      } catch (SQLException e) {
        if (!mayPass(e) || Instant.now().isAfter(deadline)) {
          throw new CannotStartException(
              "The database " + address.display() + " cannot be used: " + reason(e), e);
        }
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /// The driver's first line; the others tell where in PostgreSQL's sources it arose.
  private static String reason(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }

  /// Whether waiting may help: no connection (class 08), or a server that is starting (57P03).
  private static boolean mayPass(SQLException e) {
    var state = e.getSQLState();
    return state != null && (state.startsWith("08") || state.equals("57P03"));
  }
}
