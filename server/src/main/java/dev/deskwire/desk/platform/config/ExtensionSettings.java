package dev.deskwire.desk.platform.config;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What an operator sets for extensions, whose variables the desk does not know: the setting
/// `hours` of the extension `on-call` is `EXTENSION_ON_CALL_HOURS`.
public final class ExtensionSettings {
  private final Variables variables;

  /// @param lookup the value of an environment variable, or null
  public ExtensionSettings(Function<String, @Nullable String> lookup) {
    variables = new Variables(lookup);
  }

  /// The value without blanks around it; empty if it is not set, or to nothing.
  public Optional<String> find(String extension, String setting) {
    return variables.text("EXTENSION_" + inCapitals(extension) + "_" + inCapitals(setting));
  }

  private static String inCapitals(String name) {
    return name.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
