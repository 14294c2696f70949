package dev.deskwire.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientFilesTest {
  private static final String FILE = "socket.io.min.js";

  @TempDir private Path folder;

  @Test
  void theClientIsServedFromTheClassPath() throws Exception {
    Files.writeString(Files.createDirectory(folder.resolve("dist")).resolve(FILE), "client");
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      var answer = ClientFiles.onClasspath("dist", "4.8.1").answer(request(), FILE);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(StandardCharsets.UTF_8.decode(answer.body()).toString()).isEqualTo("client");
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void aFolderWithoutTheClientIsRefusedAtOnce() {
    assertThatThrownBy(() -> ClientFiles.onClasspath("nowhere", "4.8.1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nowhere");
  }

  private static RequestInfo request() {
    return new RequestInfo("GET", "/socket.io/" + FILE, Map.of(), "127.0.0.1", false);
  }
}
