package dev.deskwire.bench.report;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Results as groups of bars, an SVG that any browser shows.
public final class Plot {
  private static final int PANEL_WIDTH = 380;
  private static final int PANEL_HEIGHT = 220;
  private static final int MARGIN = 40;
  private static final Map<String, String> COLOURS =
      Map.of("deskwire", "#1668dc", "ceiling", "#8c8c8c", "node", "#3c9d4e");
  private static final String OTHER_COLOUR = "#d4721c";

  private final Results results;
  private final StringBuilder svg = new StringBuilder();

  private Plot(Results results) {
    this.results = results;
  }

  public static String of(Results results) {
    return new Plot(results).draw();
  }

  private String draw() {
    int width = 3 * (PANEL_WIDTH + MARGIN) + MARGIN;
    int height = PANEL_HEIGHT + 3 * MARGIN;
    append(
        ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                + " font-size=\"12\">%n<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>%n")
            .formatted(width, height, width, height));
    panel(0, "CPU per message, single broadcasts (µs)", figures -> figures.singleCpu().median());
    panel(1, "CPU per message, bursts of 16 (µs)", figures -> figures.burstCpu().median());
    panel(2, "Memory per idle connection (kB)", figures -> figures.bytesPerConnection() / 1000.0);
    legend(height - MARGIN / 2);
    return svg.append("</svg>\n").toString();
  }

  private void panel(int index, String title, ToDoubleFunction<Figures> value) {
    int left = MARGIN + index * (PANEL_WIDTH + MARGIN);
    int bottom = MARGIN + PANEL_HEIGHT;
    double highest = results.figures().stream().mapToDouble(value).max().orElse(1);
    append("<text x=\"%d\" y=\"20\" font-weight=\"bold\">%s</text>%n".formatted(left, title));
    append(
        "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#444\"/>%n"
            .formatted(left, bottom, left + PANEL_WIDTH, bottom));
    var sizes = results.figures().stream().map(Figures::connections).distinct().toList();
    var servers = servers();
    double group = (double) PANEL_WIDTH / sizes.size();
    double bar = group * 0.8 / servers.size();
    for (int g = 0; g < sizes.size(); g++) {
      append(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%,d connections</text>%n"
              .formatted(left + group * (g + 0.5), bottom + 16, sizes.get(g)));
      for (var figures : results.figures()) {
        if (figures.connections() == sizes.get(g)) {
          double x = left + group * (g + 0.1) + bar * servers.indexOf(figures.server());
          bar(x, bottom, bar, value.applyAsDouble(figures), highest, figures.server());
        }
      }
    }
  }

  private void bar(
      double x, int bottom, double width, double value, double highest, String server) {
    double height = value / highest * (PANEL_HEIGHT - 20);
    append(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n"
            .formatted(x, bottom - height, width * 0.92, height, colour(server)));
    append(
        "<text x=\"%.1f\" y=\"%.1f\" font-size=\"9\" text-anchor=\"middle\">%.2f</text>%n"
            .formatted(x + width * 0.46, bottom - height - 3, value));
  }

  private void legend(int y) {
    int x = MARGIN;
    for (var server : servers()) {
      append(
          "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>%n"
              .formatted(x, y - 10, colour(server)));
      append("<text x=\"%d\" y=\"%d\">%s</text>%n".formatted(x + 18, y, server));
      x += 150;
    }
  }

  private List<String> servers() {
    return results.figures().stream().map(Figures::server).distinct().toList();
  }

  private static String colour(String server) {
    return COLOURS.getOrDefault(server, OTHER_COLOUR);
  }

  private void append(String text) {
    svg.append(text);
  }
}
