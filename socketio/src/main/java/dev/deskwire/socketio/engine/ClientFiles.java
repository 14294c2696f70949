package dev.deskwire.socketio.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The files of the official client, for pages that load it from this server: the reference's
/// `serveClient`.
///
/// They are the folder `dist` of the npm package `socket.io-client`, from a folder or from a JAR
/// such as a webjar. Each is read when it is asked for first, and then kept.
public final class ClientFiles {
  /// Source: the reference serves these and no others.
  private static final Set<String> NAMES =
      Set.of(
          "socket.io.esm.min.js",
          "socket.io.esm.min.js.map",
          "socket.io.js",
          "socket.io.js.map",
          "socket.io.min.js",
          "socket.io.min.js.map",
          "socket.io.msgpack.min.js",
          "socket.io.msgpack.min.js.map");

  private final Source source;
  private final String etag;
  private final Map<String, byte[]> kept = new ConcurrentHashMap<>();

  private ClientFiles(Source source, String version) {
    this.source = source;
    this.etag = '"' + version + '"';
  }

  /// Files in a folder.
  ///
  /// @param version of the client, by which browsers tell whether theirs is still the right one
  /// @throws IllegalArgumentException if the client is not there
  public static ClientFiles in(Path folder, String version) {
    return checked(name -> Files.newInputStream(folder.resolve(name)), version, folder.toString());
  }

  /// Files among the application's classes, for instance in
  /// `META-INF/resources/webjars/socket.io-client/4.8.1/dist`.
  ///
  /// @param version of the client, by which browsers tell whether theirs is still the right one
  /// @throws IllegalArgumentException if the client is not there
  public static ClientFiles onClasspath(String folder, String version) {
    var loader = Thread.currentThread().getContextClassLoader();
    return checked(
        name -> {
          var found = loader.getResourceAsStream(folder + "/" + name);
          if (found == null) {
            throw new IOException("not on the class path");
          }
          return found;
        },
        version,
        folder);
  }

  private static ClientFiles checked(Source source, String version, String where) {
    try {
      source.open("socket.io.min.js").close();
      return new ClientFiles(source, version);
    } catch (IOException absent) {
      throw new IllegalArgumentException("no socket.io.min.js in " + where, absent);
    }
  }

  /// The file that a request means.
  ///
  /// @param base the server's path with a slash at the end
  static @Nullable String named(RequestInfo request, String base) {
    var path = request.url().split("\\?", 2)[0];
    return path.startsWith(base) && NAMES.contains(path.substring(base.length()))
        ? path.substring(base.length())
        : null;
  }

  /// Answers a request for a file. It may block.
  HttpAnswer answer(RequestInfo request, String name) {
    var known = request.header("if-none-match");
    if (etag.equals(known) || ("W/" + etag).equals(known)) {
      return new HttpAnswer(304, Map.of("ETag", etag), ByteBuffer.allocate(0));
    }
    var headers = new LinkedHashMap<String, String>();
    headers.put("Cache-Control", "public, max-age=0");
    var type = name.endsWith(".map") ? "json" : "javascript";
    headers.put("Content-Type", "application/" + type + "; charset=utf-8");
    headers.put("ETag", etag);
    headers.put("Vary", "Accept-Encoding");
    var coding = ContentCoding.preferredBy(request.header("accept-encoding"));
    coding.ifPresent(chosen -> headers.put("Content-Encoding", chosen.token()));
    try {
      return new HttpAnswer(200, headers, ByteBuffer.wrap(read(name, coding)));
    } catch (IOException absent) {
      return new HttpAnswer(404, Map.of(), ByteBuffer.allocate(0));
    }
  }

  private byte[] read(String name, Optional<ContentCoding> coding) throws IOException {
    var key = name + coding.map(ContentCoding::token).orElse("");
    var found = kept.get(key);
    if (found == null) {
      try (var stream = source.open(name)) {
        var plain = stream.readAllBytes();
        found = coding.map(chosen -> chosen.compress(plain)).orElse(plain);
      }
      kept.put(key, found);
    }
    return found;
  }

  @FunctionalInterface
  private interface Source {
    InputStream open(String name) throws IOException;
  }
}
