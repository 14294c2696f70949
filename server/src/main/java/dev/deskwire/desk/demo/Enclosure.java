package dev.deskwire.desk.demo;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/// The kind of file that comes with a story, made up in code.
enum Enclosure {
  NONE,
  LOG,
  TABLE,
  PICTURE;

  /// A file to be attached.
  @SuppressWarnings("ArrayRecordComponent") // made and consumed once, never compared
  record File(String name, String mediaType, byte[] bytes) {}

  private static final int WIDTH = 320;
  private static final int HEIGHT = 160;

  /// A file of this kind.
  ///
  /// @throws IllegalStateException if this is [#NONE]
  File file(Random random, Details details) {
    return switch (this) {
      case NONE -> throw new IllegalStateException("nothing is enclosed");
      case LOG -> new File(details.fill("{serial}.log"), "text/plain", log(random, details));
      case TABLE -> new File(details.fill("{invoice}.csv"), "text/csv", table(random, details));
      case PICTURE -> new File(details.fill("pressure-{serial}.png"), "image/png", picture(random));
    };
  }

  private static byte[] log(Random random, Details details) {
    var text = new StringBuilder(details.fill("{machine} {serial} firmware {version}\n"));
    int second = 0;
    for (int line = 0; line < 24; line++) {
      second += 1 + random.nextInt(40);
      text.append("%02d:%02d  ".formatted(second / 60, second % 60))
          .append(
              switch (random.nextInt(5)) {
                case 0 -> "boiler %d.%d C".formatted(88 + random.nextInt(8), random.nextInt(10));
                case 1 -> "pump %d.%d bar".formatted(7 + random.nextInt(3), random.nextInt(10));
                case 2 -> "grinder %d ms".formatted(2_800 + random.nextInt(900));
                case 3 -> "wifi rssi -%d dBm".formatted(48 + random.nextInt(40));
                default -> details.fill("warning {code}, retrying");
              })
          .append('\n');
    }
    text.append(details.fill("error {code}, stopped\n"));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] table(Random random, Details details) {
    var text = new StringBuilder("position,article,quantity,unit price,total\n");
    for (int position = 1; position <= 4 + random.nextInt(5); position++) {
      int quantity = 1 + random.nextInt(12);
      int cents = 450 + random.nextInt(4_000);
      text.append(
          "%d,%s,%d,%s,%s%n"
              .formatted(
                  position,
                  position == 1 ? details.fill("{beans} 1 kg") : "Article " + (100 + position * 7),
                  quantity,
                  euros(cents),
                  euros(cents * quantity)));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String euros(int cents) {
    return "%d.%02d".formatted(cents / 100, cents % 100);
  }

  /// The curve of a pressure that collapses, as the app draws it.
  private static byte[] picture(Random random) {
    var png = new Png(WIDTH, HEIGHT, 0xf6f4ef);
    for (int y = 20; y < HEIGHT; y += 20) {
      png.fill(0, y, WIDTH, 1, 0xded9cf);
    }
    int collapse = WIDTH / 2 + random.nextInt(WIDTH / 4);
    double noise = 0;
    for (int x = 0; x < WIDTH; x++) {
      noise = noise * 0.8 + random.nextInt(7) - 3;
      double level = x < collapse ? Math.min(x, 50) / 50.0 : 0.15;
      int top = Math.clamp(Math.round(HEIGHT - 12 - level * 110 + noise), 4, HEIGHT - 4);
      png.fill(x, top, 1, 3, x < collapse ? 0x2f6f4f : 0xb3402e);
    }
    return png.encoded();
  }
}
