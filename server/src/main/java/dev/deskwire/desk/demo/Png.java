package dev.deskwire.desk.demo;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/// A picture of filled rectangles, without the toolkit of windows and fonts that the JDK's own
/// pictures bring along.
///
/// Source: PNG specification, third edition, sections 5 (chunks) and 11.2 (IHDR, IDAT, IEND).
final class Png {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int EIGHT_BITS = 8;
  private static final int TRUECOLOUR = 2;

  private final int width;
  private final int height;
  private final int[] colours;

  Png(int width, int height, int background) {
    this.width = width;
    this.height = height;
    colours = new int[width * height];
    fill(0, 0, width, height, background);
  }

  /// Fills a rectangle, as far as it lies within the picture.
  ///
  /// @param colour red, green and blue, eight bits each
  void fill(int left, int top, int wide, int high, int colour) {
    for (int y = top; y < Math.min(top + high, height); y++) {
      for (int x = left; x < Math.min(left + wide, width); x++) {
        colours[y * width + x] = colour;
      }
    }
  }

  byte[] encoded() {
    var file = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(file)) {
      out.write(SIGNATURE);
      chunk(out, "IHDR", header());
      chunk(out, "IDAT", rows());
      chunk(out, "IEND", new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }

  private byte[] header() throws IOException {
    var header = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(header)) {
      out.writeInt(width);
      out.writeInt(height);
      // then: the only methods of compression and filtering, and no interlacing
      out.write(new byte[] {EIGHT_BITS, TRUECOLOUR, 0, 0, 0});
    }
    return header.toByteArray();
  }

  private byte[] rows() throws IOException {
    var rows = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(new DeflaterOutputStream(rows))) {
      for (int y = 0; y < height; y++) {
        out.writeByte(0); // a row without a filter
        for (int x = 0; x < width; x++) {
          int colour = colours[y * width + x];
          out.writeByte(colour >> 16);
          out.writeShort(colour);
        }
      }
    }
    return rows.toByteArray();
  }

  private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
    var name = type.getBytes(StandardCharsets.US_ASCII);
    var check = new CRC32();
    check.update(name);
    check.update(data);
    out.writeInt(data.length);
    out.write(name);
    out.write(data);
    out.writeInt((int) check.getValue());
  }
}
