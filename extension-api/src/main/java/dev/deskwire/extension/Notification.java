package dev.deskwire.extension;

import org.jspecify.annotations.Nullable;

/// What somebody is told. It is stored, shown in their notification centre and sent to their tabs,
/// as their preferences have it.
///
/// @param type a word for programs, 1 to 128 letters, digits, `_`, `.`, `:` and `-`
/// @param title one line
/// @param message a text
/// @param tier how loudly
/// @param id chosen so that a repeat tells nobody again; `null`: the desk chooses one
public record Notification(
    String type, String title, String message, Tier tier, @Nullable String id) {
  /// How loudly a person is told.
  public enum Tier {
    /// A notification of the operating system.
    HIGH,
    /// A toast in the page.
    MEDIUM,
    /// In the notification centre alone.
    LOW
  }

  public static Notification of(String type, String title, String message) {
    return new Notification(type, title, message, Tier.MEDIUM, null);
  }
}
