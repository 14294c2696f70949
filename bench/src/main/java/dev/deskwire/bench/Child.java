package dev.deskwire.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A process that obeys [Commands], and what the kernel says about it.
public final class Child implements AutoCloseable {
  /// Whoever takes longer hangs.
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /// `/proc` counts in these. Source: proc(5), `sysconf(_SC_CLK_TCK)`, 100 on every Linux of today.
  private static final long MICROS_PER_TICK = 10_000;

  private static final String END = "";

  private final String name;
  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
    Thread.ofPlatform().daemon().name(name).start(this::read);
  }

  /// Starts a process; its error output goes where the conductor's goes.
  public static Child start(String name, List<String> command) {
    try {
      var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
      return new Child(name, builder.start());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Starts a class of this program with a JVM of its own.
  ///
  /// @param options of the JVM
  public static Child java(String name, Class<?> main, List<String> options, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return start(name, command);
  }

  /// Gives a command and waits for its answer, which must begin with the given word.
  ///
  /// @return the answer's second word as a number, 0 if it has none
  public long ask(String command, String answer) {
    tell(command);
    return hear(answer);
  }

  /// Waits for the next line, which must begin with the given word.
  ///
  /// @return the line's second word as a number, 0 if it has none
  public long hear(String answer) {
    try {
      var line = lines.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      var words = line == null ? List.of("nothing") : List.of(line.split(" ", -1));
      if (!words.getFirst().equals(answer)) {
        throw new IllegalStateException(
            "%s should have said '%s', but said '%s'".formatted(name, answer, line));
      }
      return words.size() < 2 ? 0 : Long.parseLong(words.get(1).toString());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + name, stopped);
    }
  }

  private void tell(String command) {
    try {
      var input = process.getOutputStream();
      input.write((command + "\n").getBytes(StandardCharsets.UTF_8));
      input.flush();
    } catch (IOException gone) {
      throw new UncheckedIOException(name + " is gone", gone);
    }
  }

  private void read() {
    try (var output = new BufferedReader(process.inputReader(StandardCharsets.UTF_8))) {
      for (var line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
      }
    } catch (IOException gone) {
      // The same as its end.
    }
    lines.add(END);
  }

  /// Processor time that the process has used so far, in user and in kernel mode, in microseconds.
  public long cpuMicros() {
    var fields = proc("stat");
    // The second field is the program's name in parentheses and may hold spaces.
    var numbers = fields.substring(fields.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(numbers[11]) + Long.parseLong(numbers[12])) * MICROS_PER_TICK;
  }

  /// Resident memory, in bytes: counted page by page, where `status` only estimates it.
  public long residentBytes() {
    var line =
        proc("smaps_rollup")
            .lines()
            .filter(text -> text.startsWith("Rss:"))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
  }

  private String proc(String file) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/" + file));
    } catch (IOException gone) {
      throw new UncheckedIOException(name + " is gone", gone);
    }
  }

  /// Ends the process by the end of its input, or by force if that does not help.
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException gone) {
      process.destroyForcibly();
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
