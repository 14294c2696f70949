package dev.deskwire.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;

/// The far end of a [Child]: one command a line on standard input, one answer a line on standard
/// output. When the input ends, so does the process; it never outlives the conductor.
public final class Commands {
  /// Carries out one command.
  @FunctionalInterface
  public interface Command {
    /// @param arguments what stood behind the name
    /// @return the answer
    String run(List<Integer> arguments) throws Exception;
  }

  private final Map<String, Command> commands = new HashMap<>();

  public Commands on(String name, Command command) {
    commands.put(name, command);
    return this;
  }

  /// Says hello, then obeys until the input ends, and ends the process.
  ///
  /// @param hello the first line of the output
  public void serve(String hello) throws Exception {
    on("gc", arguments -> collect());
    say(hello);
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = next(lines); !line.isEmpty(); line = next(lines)) {
      var words = List.of(line.split(" ", -1));
      var command = commands.get(words.getFirst());
      if (command == null) {
        throw new IllegalArgumentException("no such command: " + line);
      }
      say(command.run(words.subList(1, words.size()).stream().map(Integer::valueOf).toList()));
    }
    System.exit(0);
  }

  public static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static String next(BufferedReader lines) throws IOException {
    var line = lines.readLine();
    return line == null ? "" : line;
  }

  /// Collects twice, because what the first collection finds unreachable may hold memory outside
  /// the heap, and gives free memory outside the heap back: the compilers leave megabytes of it
  /// behind.
  private static String collect() throws JMException {
    System.gc();
    System.gc();
    ManagementFactory.getPlatformMBeanServer()
        .invoke(
            new ObjectName("com.sun.management:type=DiagnosticCommand"),
            "systemTrimNativeHeap",
            new Object[0],
            new String[0]);
    return "collected";
  }
}
