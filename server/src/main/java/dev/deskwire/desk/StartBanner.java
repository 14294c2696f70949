package dev.deskwire.desk;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a newcomer reads when the desk has started.
final class StartBanner {
  private StartBanner() {}

  /// @param oneTimePassword of the first administrator, if this start generated it; it is shown
  ///   here and never again
  static String text(
      List<String> addresses, Path dataDir, String adminEmail, Optional<String> oneTimePassword) {
    var text = new StringBuilder("\n  Deskwire is running.\n\n");
    for (var address : addresses) {
      line(text, "Open", address);
    }
    line(text, "Data", dataDir.toString());
    oneTimePassword.ifPresent(password -> {
      line(text, "Sign in", adminEmail);
      line(text, "Password", password + "  (shown only now, to be changed at the first sign-in)");
    });
    line(text, "Stop", "Ctrl-C");
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("  %-9s %s%n".formatted(name, value));
  }
}
