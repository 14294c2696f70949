package dev.deskwire.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

  /// How long the compilers may take.
  private static final Duration COMPILERS = Duration.ofMinutes(1);

  private static final int MOST_COLLECTIONS = 100;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  /// What the JVM prints of its compilers when they have nothing to do.
  private static final String IDLE = "Currentcompiles:C1compilequeue:EmptyC2compilequeue:Empty";

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

  /// Waits for the compilers, whose work takes megabytes for seconds; collects until the heap has
  /// settled; and gives free memory outside the heap back.
  ///
  /// One collection is not enough: what it finds unreachable may hold memory outside the heap, and
  /// it moves survivors out of the young generation, where they would count for nothing, only as
  /// far as the old one has room, which grows a little each time.
  private static String collect() throws JMException, InterruptedException {
    long patience = System.nanoTime() + COMPILERS.toNanos();
    while (!diagnose("compilerQueue").equals(IDLE) && System.nanoTime() < patience) {
      Thread.sleep(BETWEEN_LOOKS);
    }
    System.gc();
    long before = -1;
    for (int i = 0; i < MOST_COLLECTIONS && committedHeap() != before; i++) {
      before = committedHeap();
      System.gc();
    }
    diagnose("systemTrimNativeHeap");
    return "collected";
  }

  private static long committedHeap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
  }

  /// Carries out a command of `jcmd`.
  ///
  /// @return what it prints, without white space
  private static String diagnose(String operation) throws JMException {
    var diagnostics = new ObjectName("com.sun.management:type=DiagnosticCommand");
    var printed =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(diagnostics, operation, new Object[0], new String[0]);
    return printed.toString().replaceAll("\\s", "");
  }
}
