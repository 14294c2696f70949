package dev.deskwire.socketio.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// How the body of an answer is compressed.
///
/// Source: RFC 9110, sections 8.4.1 and 12.5.3; of equal preferences the one the client named first
/// counts, as in the reference.
enum ContentCoding {
  GZIP("gzip") {
    @Override
    OutputStream over(OutputStream target) throws IOException {
      return new GZIPOutputStream(target);
    }
  },
  DEFLATE("deflate") {
    @Override
    OutputStream over(OutputStream target) {
      return new DeflaterOutputStream(target);
    }
  };

  private final String token;

  ContentCoding(String token) {
    this.token = token;
  }

  abstract OutputStream over(OutputStream target) throws IOException;

  String token() {
    return token;
  }

  byte[] compress(byte[] body) {
    var compressed = new ByteArrayOutputStream(body.length / 2);
    try (var stream = over(compressed)) {
      stream.write(body);
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory can always be written to", impossible);
    }
    return compressed.toByteArray();
  }

  /// The coding that a client likes best.
  ///
  /// @param accepted its `Accept-Encoding` header
  static Optional<ContentCoding> preferredBy(@Nullable String accepted) {
    ContentCoding best = null;
    double bestWeight = 0;
    if (accepted != null) {
      for (var item : accepted.split(",", -1)) {
        var parts = item.split(";", 2);
        double weight = weight(parts.length == 2 ? parts[1] : "");
        var coding = named(parts[0].strip().toLowerCase(Locale.ROOT), accepted);
        if (coding != null && weight > bestWeight) {
          best = coding;
          bestWeight = weight;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private static @Nullable ContentCoding named(String token, String accepted) {
    return switch (token) {
      case "gzip" -> GZIP;
      case "deflate" -> DEFLATE;
      case "*" -> accepted.contains("gzip") ? null : GZIP;
      default -> null;
    };
  }

  private static double weight(String parameter) {
    var text = parameter.strip();
    if (!text.startsWith("q=")) {
      return 1;
    }
    try {
      return Double.parseDouble(text.substring(2));
    } catch (NumberFormatException malformed) {
      return 0;
    }
  }
}
