package dev.deskwire.desk.platform.database;

import dev.deskwire.desk.platform.config.CannotStartException;
import dev.deskwire.desk.platform.config.DatabaseAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL of the desk's own, for those who have none.
///
/// It keeps all its files in the folder `postgres` of the data folder: the programs, the database
/// cluster, the password of its one user (mode 600) and a log of warnings. It writes durably
/// (`fsync` on), listens on a free port of the loopback interface only and opens no Unix socket.
///
/// **Who may use the folder.** One process at a time starts the server: it holds a lock on the file
/// `lock` as long as it lives, and the operating system frees that lock however it dies. A process
/// that was killed leaves PostgreSQL running without an owner; the next start finds it, stops it
/// and starts anew, and PostgreSQL itself recovers what was being written. Command-line tools
/// [#attach]: they use the running server, or start one for as long as they need it.
///
/// Safe for use by several threads.
public final class EmbeddedPostgres implements AutoCloseable {

  private static final String USER = "desk";
  private static final String DATABASE = "desk";
  private static final int PASSWORD_BYTES = 24;
  private static final int ATTEMPTS_TO_FIND_A_PORT = 3;

  /// The longest recovery or shutdown that is waited for; PostgreSQL is quick at both, disks may
  /// not be.
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Duration POLL = Duration.ofMillis(20);

  /// Lines of `postmaster.pid`, counted from 0 (PostgreSQL, `src/include/utils/pidfile.h`).
  private static final int PID_LINE = 0;

  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;

  private final Path folder;
  private final DatabaseAddress address;
  private final @Nullable Owner owner;

  /// What only the process that started the server has.
  private record Owner(FileLock lock, Path binaries, ServerUser user) {}

  private EmbeddedPostgres(Path folder, int port, String password, @Nullable Owner owner) {
    this.folder = folder;
    this.address = DatabaseAddress.of("127.0.0.1", port, DATABASE, USER, password);
    this.owner = owner;
  }

  /// Starts the server of a data folder, making its database at the first start.
  ///
  /// @throws CannotStartException if another process runs a desk on this folder, or PostgreSQL does
  ///   not start
  public static EmbeddedPostgres start(Path dataFolder) {
    var server = open(dataFolder, false);
    if (server.owner == null) {
      throw new CannotStartException(
          "A desk is already running on the data folder " + dataFolder.toAbsolutePath());
    }
    return server;
  }

  /// Uses the server that runs on this data folder; starts one, until [#close], when none does.
  ///
  /// @throws CannotStartException if PostgreSQL neither runs nor starts
  public static EmbeddedPostgres attach(Path dataFolder) {
    return open(dataFolder, true);
  }

  /// Where the database is.
  public DatabaseAddress address() {
    return address;
  }

  /// Where its files are.
  public Path folder() {
    return folder;
  }

  /// Whether this process started the server, and so is the only one to use the data folder.
  public boolean isOwner() {
    return owner != null;
  }

  /// Stops the server, once those who use it are gone; does nothing when the server is another
  /// process's, or stopped already.
  @Override
  public synchronized void close() {
    if (owner == null || !owner.lock.isValid()) {
      return;
    }
    try {
      stop(folder, owner.binaries, owner.user);
      owner.lock.acquiredBy().close();
    } catch (IOException e) {
      throw new IllegalStateException("PostgreSQL in " + folder + " did not stop", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static EmbeddedPostgres open(Path dataFolder, boolean sharing) {
    var folder = dataFolder.toAbsolutePath().normalize().resolve("postgres");
    try {
      Files.createDirectories(folder);
      var lock = lock(folder);
      if (lock.isPresent()) {
        return startLocked(folder, lock.get());
      }
      if (!sharing) {
        throw new CannotStartException(
            "A desk is already running on the data folder " + folder.getParent());
      }
      var port = portOfRunning(folder);
      return new EmbeddedPostgres(folder, port, Files.readString(passwordFile(folder)), null);
    } catch (IOException e) {
      throw new CannotStartException(
          "The database in " + folder + " cannot be used: " + reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStartException("The start of the database was interrupted", e);
    }
  }

  private static EmbeddedPostgres startLocked(Path folder, FileLock lock)
      throws IOException, InterruptedException {
    try {
      var binaries = PostgresBinaries.unpack(folder);
      var user = ServerUser.forFolder(folder);
      user.takeOver(binaries);
      if (Files.notExists(cluster(folder))) {
        initialise(folder, binaries, user);
      }
      refuseForeignVersion(folder);
      stop(folder, binaries, user);
      var port = launch(folder, binaries, user);
      var password = Files.readString(passwordFile(folder));
      return new EmbeddedPostgres(folder, port, password, new Owner(lock, binaries, user));
    } catch (IOException | InterruptedException | RuntimeException e) {
      lock.acquiredBy().close();
      throw e;
    }
  }

  /// Empty when another process, or another part of this one, holds the lock.
  private static Optional<FileLock> lock(Path folder) throws IOException {
    var file =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    @Nullable FileLock lock = null;
    try {
      lock = file.tryLock();
    } catch (OverlappingFileLockException _) {
      // this process holds it
    } finally {
      if (lock == null) {
        file.close();
      }
    }
    return Optional.ofNullable(lock);
  }

  /// Makes the cluster and, in it, the desk's database. The cluster gets its name last, so that a
  /// process that dies half-way leaves no half of one.
  private static void initialise(Path folder, Path binaries, ServerUser user)
      throws IOException, InterruptedException {
    var unfinished = folder.resolve("initialising");
    Folders.delete(unfinished);
    writePassword(folder, user);
    var made =
        Command.run(
            folder,
            "",
            Command.joined(
                user.prefix(),
                binaries.resolve("bin/initdb").toString(),
                "--pgdata=" + unfinished,
                "--username=" + USER,
                "--pwfile=" + passwordFile(folder),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=icu",
                "--icu-locale=und"));
    require(made, "PostgreSQL could not make a database in " + folder);
    // In single-user mode each line is a statement.
    var filled =
        Command.run(
            folder,
            "CREATE DATABASE " + DATABASE + "\n",
            Command.joined(
                user.prefix(),
                binaries.resolve("bin/postgres").toString(),
                "--single",
                "-D",
                unfinished.toString(),
                "postgres"));
    require(filled, "PostgreSQL could not make a database in " + folder);
    Files.move(unfinished, cluster(folder), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void writePassword(Path folder, ServerUser user) throws IOException {
    var bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    var file = passwordFile(folder);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, HexFormat.of().formatHex(bytes));
    user.takeOver(file);
  }

  private static void refuseForeignVersion(Path folder) throws IOException {
    var found = Files.readString(cluster(folder).resolve("PG_VERSION")).strip();
    var version = PostgresBinaries.version();
    if (!version.startsWith(found + ".")) {
      throw new CannotStartException(
          ("The database in %s was made by PostgreSQL %s and this desk brings %s: make a backup with"
                  + " the older desk and restore it into a new data folder")
              .formatted(folder, found, version));
    }
  }

  /// Starts the server and waits until it answers.
  ///
  /// @return its port
  private static int launch(Path folder, Path binaries, ServerUser user)
      throws IOException, InterruptedException {
    var log = folder.resolve("server.log");
    for (var attempt = 1; ; attempt++) {
      Files.deleteIfExists(log);
      var port = freePort();
      var started =
          control(folder, binaries, user, "start", "--log=" + log, "--options=" + options(port));
      if (started.succeeded()) {
        return port;
      }
      var said = Files.exists(log) ? Files.readString(log) : started.output();
      var portTaken = said.contains("could not bind");
      if (!portTaken || attempt == ATTEMPTS_TO_FIND_A_PORT) {
        throw new CannotStartException("PostgreSQL did not start: " + lastLine(said));
      }
    }
  }

  private static String options(int port) {
    var options = new ArrayList<String>();
    options.add("-p " + port);
    for (var setting :
        List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "timezone=UTC",
            "log_timezone=UTC",
            "log_min_messages=warning",
            "fsync=on")) {
      options.add("-c " + setting);
    }
    return String.join(" ", options);
  }

  /// Stops whatever server runs on the folder: one's own, or one whose desk was killed.
  private static void stop(Path folder, Path binaries, ServerUser user)
      throws IOException, InterruptedException {
    var pidFile = cluster(folder).resolve("postmaster.pid");
    var process = pid(pidFile).flatMap(ProcessHandle::of);
    if (process.isEmpty()) {
      return; // PostgreSQL itself clears away the file of a server that died
    }
    if (isAnotherProgram(process.get())) {
      Files.deleteIfExists(pidFile); // the machine was restarted, the number is another program's
      return;
    }
    var stopped = control(folder, binaries, user, "stop", "--mode=fast");
    if (!stopped.succeeded() && process.get().isAlive()) {
      require(
          control(folder, binaries, user, "stop", "--mode=immediate"),
          "The PostgreSQL that still runs in " + folder + " did not stop");
    }
  }

  /// Whether a process is certainly no PostgreSQL. In a container root may not read which program
  /// another user's process runs, but anyone may read its command line.
  private static boolean isAnotherProgram(ProcessHandle process) throws IOException {
    var commandLine = Path.of("/proc", Long.toString(process.pid()), "cmdline");
    return Files.isReadable(commandLine)
        ? !Files.readString(commandLine).contains("bin/postgres")
        : process.info().command().filter(program -> !program.endsWith("bin/postgres")).isPresent();
  }

  private static Command.Result control(
      Path folder, Path binaries, ServerUser user, String action, String... options)
      throws IOException, InterruptedException {
    var command =
        Command.joined(
            user.prefix(),
            binaries.resolve("bin/pg_ctl").toString(),
            action,
            "--pgdata=" + cluster(folder),
            "--wait",
            "--timeout=" + PATIENCE.toSeconds());
    return Command.run(folder, "", Command.joined(command, options));
  }

  /// Waits until the server that another process owns is ready.
  private static int portOfRunning(Path folder) throws IOException {
    var deadline = Instant.now().plus(PATIENCE);
    do {
      var lines = lines(cluster(folder).resolve("postmaster.pid"));
      if (lines.size() > STATUS_LINE && lines.get(STATUS_LINE).startsWith("ready")) {
        return Integer.parseInt(lines.get(PORT_LINE));
      }
      LockSupport.parkNanos(POLL.toNanos());
    } while (Instant.now().isBefore(deadline) && !Thread.currentThread().isInterrupted());
    throw new CannotStartException("The desk that runs on " + folder + " has no database yet");
  }

  private static Optional<Long> pid(Path pidFile) throws IOException {
    var lines = lines(pidFile);
    return lines.isEmpty() ? Optional.empty() : Optional.of(Long.valueOf(lines.get(PID_LINE)));
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void require(Command.Result result, String sentence) {
    if (!result.succeeded()) {
      throw new CannotStartException(sentence + ": " + lastLine(result.output()));
    }
  }

  private static String lastLine(String output) {
    return output.strip().lines().reduce("it said nothing", (_, line) -> line);
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName() + " " + e.getMessage();
  }

  private static Path cluster(Path folder) {
    return folder.resolve("cluster");
  }

  private static Path passwordFile(Path folder) {
    return folder.resolve("password");
  }
}
