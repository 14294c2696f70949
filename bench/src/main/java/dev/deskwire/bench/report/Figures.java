package dev.deskwire.bench.report;

import java.util.List;

/// What was measured of one server with one number of clients.
///
/// @param bytesPerConnection resident memory that each idle connection added, after a collection
/// @param singleCpu microseconds of the server's processor time for each message delivered, when a
///   broadcast begins after everybody has the last one
/// @param singleMillis from the order to broadcast until the last client has the message
/// @param burstCpu the same as `singleCpu` in bursts of [#BURST] broadcasts
/// @param burstMillis until the last client has all messages of the burst
public record Figures(
    String server,
    int connections,
    long bytesPerConnection,
    Measure singleCpu,
    Measure singleMillis,
    Measure burstCpu,
    Measure burstMillis) {
  /// Broadcasts in a burst.
  public static final int BURST = 16;

  /// One figure, taken in several rounds.
  public record Measure(double median, List<Double> rounds) {
    public static Measure of(List<Double> rounds) {
      var sorted = rounds.stream().sorted().toList();
      int middle = sorted.size() / 2;
      double median =
          sorted.size() % 2 == 1
              ? sorted.get(middle)
              : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
      return new Measure(rounded(median), rounds.stream().map(Measure::rounded).toList());
    }

    private static double rounded(double value) {
      return Math.round(value * 1000) / 1000.0;
    }
  }
}
