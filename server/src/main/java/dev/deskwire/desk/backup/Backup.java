package dev.deskwire.desk.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.deskwire.desk.backup.Manifest.Table;
import dev.deskwire.desk.platform.config.CannotStartException;
import dev.deskwire.desk.platform.config.DatabaseAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/// Writes all that a desk knows into one file, while others go on using it.
public final class Backup {

  /// What was written, for a line of output.
  public record Written(long rows, long blobs, long bytes) {}

  private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());

  /// A file that is being uploaded; it belongs to no row yet.
  private static final String UNFINISHED = ".part";

  private Backup() {}

  /// Writes `file`, which must not be there yet; it gets its name when it is complete.
  ///
  /// @param blobDir where the files of attachments lie; it need not be there
  /// @throws CannotStartException if that is not possible, with the reason
  public static Written write(DatabaseAddress database, Path blobDir, Path file) {
    if (Files.exists(file)) {
      throw new CannotStartException("There is a file " + file + " already");
    }
    var unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
    try {
      createForOwner(unfinished);
      Manifest manifest;
      try (var connection = database.connect();
          var zip = new ZipOutputStream(Files.newOutputStream(unfinished))) {
        manifest = write(connection, blobDir, zip);
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      return new Written(manifest.rows(), manifest.blobs(), Files.size(file));
    } catch (SQLException | IOException e) {
      throw new CannotStartException(
          "The backup " + file + " cannot be written: " + e.getMessage(), e);
    } finally {
      deleteQuietly(unfinished);
    }
  }

  private static Manifest write(Connection connection, Path blobDir, ZipOutputStream zip)
      throws SQLException, IOException {
    // One moment for all tables, from the first query on.
    connection.setAutoCommit(false);
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    var schema = new Schema(connection);
    var version =
        schema.version().orElseThrow(() -> new CannotStartException("There is no desk to back up"));
    var madeAt = Instant.now();
    // Files first: a row of this moment has its file, until someone deletes both.
    var blobs = writeBlobs(blobDir, zip);
    var tables = new ArrayList<Table>();
    for (var table : schema.tables()) {
      zip.putNextEntry(new ZipEntry(Manifest.TABLES + table));
      tables.add(schema.copyOut(table, open(zip)));
      zip.closeEntry();
    }
    // Sequences know no transactions: read last, they are ahead of every row above.
    var manifest =
        new Manifest(Manifest.FORMAT, madeAt, version, tables, schema.sequences(), blobs);
    zip.putNextEntry(new ZipEntry(Manifest.ENTRY));
    zip.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
    zip.closeEntry();
    return manifest;
  }

  private static long writeBlobs(Path blobDir, ZipOutputStream zip) throws IOException {
    if (Files.notExists(blobDir)) {
      return 0;
    }
    var written = 0L;
    try (var paths = Files.walk(blobDir)) {
      for (var path : (Iterable<Path>) paths.filter(Files::isRegularFile).sorted()::iterator) {
        if (!path.toString().endsWith(UNFINISHED) && writeBlob(blobDir, path, zip)) {
          written++;
        }
      }
    }
    return written;
  }

  /// False when the file was deleted since it was listed.
  private static boolean writeBlob(Path blobDir, Path path, ZipOutputStream zip)
      throws IOException {
    try (var content = Files.newInputStream(path)) {
      var name =
          blobDir.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
      zip.putNextEntry(new ZipEntry(Manifest.BLOBS + name));
      content.transferTo(zip);
      zip.closeEntry();
      return true;
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  private static void createForOwner(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /// The archive as a stream that others cannot close.
  private static OutputStream open(ZipOutputStream zip) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        zip.write(b);
      }

      @Override
      public void write(byte[] bytes, int start, int length) throws IOException {
        zip.write(bytes, start, length);
      }
    };
  }

  private static void deleteQuietly(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException _) {
      // it is only in the way
    }
  }
}
