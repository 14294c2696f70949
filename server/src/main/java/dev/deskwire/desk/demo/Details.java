package dev.deskwire.desk.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// The numbers and names of one ticket's texts.
final class Details {
  private static final List<String> MACHINES =
      List.of("Aroma 300", "Aroma 500 Duo", "Brew One", "Crema Pro 2", "Filter Max", "Bean Bar XL");
  private static final List<String> CITIES =
      List.of("Hamburg", "Lyon", "Malmö", "Porto", "Utrecht", "Graz", "Leeds", "Gdańsk", "Turin");
  private static final List<String> FLOORS =
      List.of(
          "ground floor", "second floor", "third floor", "fourth floor", "top floor", "mezzanine");
  private static final List<String> BEANS =
      List.of("Espresso Nero", "House Blend", "Fair Lungo", "Decaf Gold", "Colombia Single Origin");
  private static final List<String> VERSIONS = List.of("4.1.0", "4.1.2", "4.2.0", "4.2.1", "4.3.0");

  private final Map<String, String> values = new LinkedHashMap<>();

  Details(Random random, DemoPerson reporter, DemoPerson agent, DemoPerson colleague) {
    values.put("machine", one(random, MACHINES));
    values.put("serial", "CM-%05d".formatted(10_000 + random.nextInt(80_000)));
    values.put("city", one(random, CITIES));
    values.put("floor", one(random, FLOORS));
    values.put("beans", one(random, BEANS));
    values.put("version", one(random, VERSIONS));
    values.put("order", "SO-%d".formatted(40_000 + random.nextInt(9_000)));
    values.put("invoice", "INV-%d".formatted(7_000 + random.nextInt(2_500)));
    values.put("amount", "€ %d.%02d".formatted(40 + random.nextInt(900), random.nextInt(100)));
    values.put("n", Integer.toString(2 + random.nextInt(9)));
    values.put("kg", Integer.toString(5 * (1 + random.nextInt(6))));
    values.put("code", "E%02d".formatted(11 + random.nextInt(30)));
    values.put("reporter", reporter.firstName());
    values.put("agent", agent.firstName());
    values.put("colleague", colleague.fullName);
  }

  static <T> T one(Random random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /// `text` with every name in braces replaced.
  String fill(String text) {
    var filled = text;
    for (var value : values.entrySet()) {
      filled = filled.replace("{" + value.getKey() + "}", value.getValue());
    }
    return filled;
  }
}
