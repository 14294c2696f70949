package dev.deskwire.socketio.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Inputs for an ordinary run of the tests, the same ones each time: fragments of the real thing,
/// put together, cut and spoilt.
final class Randomly {
  private final Random random;
  private final List<byte[]> fragments;

  private Randomly(long seed, List<byte[]> fragments) {
    this.random = new Random(seed);
    this.fragments = fragments;
  }

  /// So many inputs of text.
  static Stream<byte[]> texts(int count, String... fragments) {
    return inputs(
        count,
        12,
        Stream.of(fragments).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList());
  }

  /// So many inputs of up to so many fragments.
  static Stream<byte[]> inputs(int count, int length, List<byte[]> fragments) {
    return IntStream.range(0, count).mapToObj(seed -> new Randomly(seed, fragments).input(length));
  }

  private byte[] input(int length) {
    var input = new java.io.ByteArrayOutputStream();
    for (int i = random.nextInt(length); i >= 0; i--) {
      if (random.nextInt(4) == 0) {
        input.write(random.nextInt(256));
      } else {
        var fragment = fragments.get(random.nextInt(fragments.size()));
        input.write(fragment, 0, random.nextInt(8) == 0 ? fragment.length / 2 : fragment.length);
      }
    }
    return input.toByteArray();
  }
}
