package dev.deskwire.socketio.packet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is compressed can be read again, whatever its length and however well it compresses.
class DeflationTest {
  private static final int SEED = 20_260_101;

  static IntStream lengths() {
    return IntStream.concat(
        IntStream.of(0, 1, 8_187, 8_188, 8_189, 8_190, 8_191, 8_192, 8_193, 16_384, 1_000_000),
        new Random(SEED).ints(40, 0, 70_000));
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void noiseComesBackAsItWas(int length) throws DataFormatException {
    var noise = new byte[length];
    new Random(SEED + length).nextBytes(noise);
    assertThat(inflate(Deflation.of(noise))).isEqualTo(noise);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void whatRepeatsItselfComesBackAsItWasAndIsSmall(int length) throws DataFormatException {
    var text = "a line that repeats itself\n".repeat(length / 27 + 1).getBytes(UTF_8);
    var compressed = Deflation.of(text);
    assertThat(inflate(compressed)).isEqualTo(text);
    assertThat(compressed.length).isLessThan(60 + text.length / 50);
  }

  /// As a peer reads it: with the four bytes at the end that are not sent.
  private static byte[] inflate(byte[] compressed) throws DataFormatException {
    var inflater = new Inflater(true);
    var plain = new ByteArrayOutputStream();
    var chunk = new byte[1_000];
    for (var input : new byte[][] {compressed, {0, 0, (byte) 0xff, (byte) 0xff}}) {
      inflater.setInput(input);
      while (!inflater.needsInput()) {
        plain.write(chunk, 0, inflater.inflate(chunk));
      }
    }
    inflater.end();
    return plain.toByteArray();
  }
}
