package dev.deskwire.desk.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// `example.env` is what operators read: it says what [Settings] does.
class ExampleEnvironmentTest {

  private static final Path FILE = Path.of("../example.env");
  private static final Pattern LINE = Pattern.compile("# ([A-Z_]+)=(\\S*).*");
  private static final Pattern NAME = Pattern.compile("[A-Z]+(_[A-Z]+)*");

  @Test
  void everyVariableThatIsReadIsListed() throws IOException {
    var asked = new TreeSet<String>();
    Settings.from(name -> {
      asked.add(name);
      return name.equals("DB_HOST") || name.equals("REDIS_HOST") ? "host" : null;
    });
    var listed =
        NAME.matcher(Files.readString(FILE)).results().map(match -> match.group()).toList();
    assertThat(listed).containsAll(asked);
  }

  @Test
  void shownDefaultsAreTheDefaults() throws IOException {
    var shown = shown();
    // Addresses are examples, for there is no default; data folders depend on the working folder.
    shown.values().removeIf(String::isEmpty);
    shown.keySet().removeIf(name -> name.endsWith("_URL") || name.endsWith("_DIR"));
    assertThat(shown).containsKeys("PORT", "SESSION_TTL", "MAX_TAGS");
    assertThat(Settings.from(shown::get)).isEqualTo(Settings.from(_ -> null));
  }

  @Test
  void shownExamplesCanBeUsed() throws IOException {
    assertThat(Settings.from(shown()::get).database()).isNotNull();
  }

  private static Map<String, String> shown() throws IOException {
    var variables = new HashMap<String, String>();
    for (var line : Files.readAllLines(FILE)) {
      var match = LINE.matcher(line);
      if (match.matches()) {
        variables.put(match.group(1), match.group(2).startsWith("#") ? "" : match.group(2));
      }
    }
    return variables;
  }
}
