package dev.deskwire.bench.report;

import java.util.List;
import java.util.Map;

/// One run.
///
/// @param machine what it ran on
/// @param commit of this repository; with a plus behind it when there were changes beside it
/// @param command what repeats it
/// @param versions of what took part
public record Results(
    String at,
    String machine,
    String commit,
    String command,
    Map<String, String> versions,
    int messageBytes,
    List<Figures> figures,
    List<Check> checks) {
  /// The peer that all others are compared with.
  public static final String CEILING = "ceiling";

  /// A promise that was put to the test.
  ///
  /// @param numbers what was seen, each with its name and unit
  public record Check(String promise, boolean kept, Map<String, Object> numbers) {}
}
