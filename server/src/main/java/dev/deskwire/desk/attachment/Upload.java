package dev.deskwire.desk.attachment;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A file as it came in, on the disk.
///
/// @param name as the sender calls it; may hold a path or anything else
/// @param commentId the comment that it belongs to, if any
public record Upload(
    Path bytes,
    String name,
    @Nullable String mediaType,
    long size,
    String sha256,
    boolean internal,
    @Nullable String commentId) {

  /// A file that a program made, not a sender, as an upload to the ticket itself.
  public static Upload of(Path file, String name, String mediaType, boolean internal)
      throws IOException {
    return new Upload(file, name, mediaType, Files.size(file), sha256(file), internal, null);
  }

  static String sha256(Path file) throws IOException {
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest())) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(((DigestInputStream) in).getMessageDigest().digest());
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
