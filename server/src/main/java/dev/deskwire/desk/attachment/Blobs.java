package dev.deskwire.desk.attachment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;

/// Where the bytes of files lie: a small seam, so that a folder can become something else.
public interface Blobs {
  /// Takes over the file at `upload` under `id`; the bytes are on the disk when it returns.
  void put(String id, Path upload) throws IOException;

  /// The file of `id`, to be read.
  ///
  /// @throws IOException if it is not there
  Path open(String id) throws IOException;

  /// Removes what is there of `ids`.
  void delete(Collection<String> ids);
}
