package dev.deskwire.desk;

import dev.deskwire.desk.backup.Backup;
import dev.deskwire.desk.backup.Restore;
import dev.deskwire.desk.platform.config.CannotStartException;
import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.desk.platform.database.DatabaseAccess;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The program: reads the command line and the settings, opens the database, then runs the [Desk]
/// in Quarkus, or a tool without it.
///
/// What the operator can mend ends with one sentence on the standard error and status 1; a command
/// line that is not understood, with status 2.
@QuarkusMain
public final class Main {

  private static final int FAILED = 1;
  private static final int NOT_UNDERSTOOD = 2;

  /// How long a stop may take before the database is stopped all the same.
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Main() {}

  public static void main(String... arguments) {
    try {
      perform(Task.parse(List.of(arguments)));
    } catch (Task.NotUnderstoodException e) {
      end(NOT_UNDERSTOOD, e.getMessage() + "\n\n" + Task.USAGE);
    } catch (CannotStartException e) {
      end(FAILED, e.getMessage());
    }
  }

  private static void perform(Task task) {
    var settings = Settings.from(Main::variable);
    switch (task) {
      case Task.Run _ -> {
        ListeningPort.requireFree(settings.host(), settings.port());
        runInQuarkus(task, settings, DatabaseAccess.exclusive(settings));
      }
      case Task.ResetPassword _, Task.Demo _ ->
          runInQuarkus(task, settings, DatabaseAccess.shared(settings));
      case Task.Backup(var file) -> backup(settings, file);
      case Task.Restore(var file, var force) -> restore(settings, file, force);
    }
  }

  private static void backup(Settings settings, Path file) {
    try (var database = DatabaseAccess.shared(settings)) {
      var written = Backup.write(database.address(), settings.blobDir(), file);
      System.out.printf(
          "%s holds %d rows and %d files of attachments (%d bytes)%n",
          file, written.rows(), written.blobs(), written.bytes());
    }
  }

  private static void restore(Settings settings, Path file, boolean force) {
    try (var database = DatabaseAccess.exclusive(settings)) {
      var restored = new Restore(database.address(), settings.blobDir(), force).read(file);
      System.out.printf(
          "Restored %d rows and %d files of attachments%n", restored.rows(), restored.blobs());
    }
  }

  /// Returns when the desk has been told to stop, or not at all: Quarkus ends the process.
  private static void runInQuarkus(Task task, Settings settings, DatabaseAccess database) {
    var stopped = new CountDownLatch(1);
    // A signal makes the JVM run all its hooks at once: the database's must wait for the desk's.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> closeAfter(stopped, database)));
    QuarkusProperties.of(task, settings, database.address()).forEach(System::setProperty);
    Desk.prepare(task, settings, database.description());
    Quarkus.run(
        Desk.class,
        (status, failure) -> {
          stopped.countDown();
          exit(status, failure);
        });
  }

  private static void closeAfter(CountDownLatch stopped, DatabaseAccess database) {
    try {
      if (!stopped.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        System.err.println("The desk did not stop in time; its database stops now.");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      database.close();
    }
  }

  private static void exit(int status, @Nullable Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CannotStartException) {
        end(FAILED, cause.getMessage());
      }
    }
    if (failure != null) {
      Logger.getLogger(Main.class).error("The desk ends", failure);
    }
    System.exit(failure == null || status != 0 ? status : FAILED);
  }

  private static void end(int status, @Nullable String sentence) {
    System.err.println(sentence);
    System.exit(status);
  }

  /// System properties count too, for a JVM is sometimes easier to give those.
  private static @Nullable String variable(String name) {
    var property = System.getProperty(name);
    return property == null ? System.getenv(name) : property;
  }
}
