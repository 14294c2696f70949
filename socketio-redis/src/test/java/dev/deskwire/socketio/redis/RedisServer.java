package dev.deskwire.socketio.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A Redis of its own on a free port of this machine, which forgets everything when it is stopped.
final class RedisServer implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 10;

  private final int port = freePort();
  private final Path folder = folder();
  private @Nullable Process process;

  /// Starts it, once more on the same port if it was stopped, and waits until it answers.
  RedisServer start() {
    try {
      process =
          new ProcessBuilder(
                  "redis-server",
                  "--port",
                  String.valueOf(port),
                  "--bind",
                  "127.0.0.1",
                  "--save",
                  "",
                  "--appendonly",
                  "no",
                  "--dir",
                  folder.toString())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException missing) {
      throw new UncheckedIOException(
          "redis-server is needed: sudo apt-get install -y redis-server", missing);
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!answers()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("redis-server does not answer");
      }
      Thread.onSpinWait();
    }
    return this;
  }

  /// Ends it at once, as a machine that fails does.
  void stop() {
    var running = process;
    if (running != null) {
      running.destroyForcibly().onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
  }

  /// Lets it hang, or go on.
  ///
  /// @param name `STOP` or `CONT`
  void signal(String name) {
    var running = process;
    if (running != null) {
      var pid = String.valueOf(running.pid());
      try {
        new ProcessBuilder("kill", "-" + name, pid).start().onExit().join();
      } catch (IOException missing) {
        throw new UncheckedIOException(missing);
      }
    }
  }

  int port() {
    return port;
  }

  String uri() {
    return "redis://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    stop();
    try {
      Files.deleteIfExists(folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private boolean answers() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      socket.setSoTimeout(200);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().read() == '+';
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("socketio-redis");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
