package dev.deskwire.desk.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class BuiltInEventsTest {
  /// A text in the code that looks like the name of one of the desk's events.
  private static final Pattern NAME =
      Pattern.compile(
          "\"((?:ticket|comment|attachment|queue|user|notification|timeline|viewers|agent|collision"
              + "|presence|auth|server):[a-z_]+)\"");

  @Test
  void everyEventNamedInTheSourcesIsBuiltIn() throws IOException {
    var names = new TreeSet<String>();
    try (var files = Files.walk(Path.of("src/main/java"))) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("BuiltInEvents.java"))
          .forEach(file -> NAME.matcher(read(file)).results().forEach(m -> names.add(m.group(1))));
    }

    assertThat(names).contains("ticket:created", "notification:read").allMatch(BuiltInEvents::has);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
