package dev.deskwire.desk.attachment;

import dev.deskwire.desk.platform.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import org.jboss.logging.Logger;

/// Files in `BLOB_DIR`, spread over folders by the end of their id: the beginning of a ULID is the
/// time and would put all of a day together.
@ApplicationScoped
class FolderBlobs implements Blobs {
  private static final Logger LOG = Logger.getLogger(FolderBlobs.class);

  private final Path folder;

  FolderBlobs(Settings settings) {
    folder = settings.blobDir();
  }

  private Path place(String id) {
    return folder.resolve(id.substring(id.length() - 2)).resolve(id);
  }

  @Override
  public void put(String id, Path upload) throws IOException {
    var place = place(id);
    Files.createDirectories(place.getParent());
    // a copy beside its place first: the upload may lie on another file system
    var part = place.resolveSibling(id + ".part");
    try {
      Files.copy(upload, part, StandardCopyOption.REPLACE_EXISTING);
      try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  @Override
  public Path open(String id) throws IOException {
    var place = place(id);
    if (!Files.isRegularFile(place)) {
      throw new NoSuchFileException(place.toString());
    }
    return place;
  }

  @Override
  public void delete(Collection<String> ids) {
    for (var id : ids) {
      try {
        Files.deleteIfExists(place(id));
      } catch (IOException e) {
        LOG.warnf("The file of attachment %s stays on the disk: %s", id, e.getMessage());
      }
    }
  }
}
