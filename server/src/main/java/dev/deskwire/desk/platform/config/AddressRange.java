package dev.deskwire.desk.platform.config;

import java.net.InetAddress;
import java.util.Optional;

/// A range of IP addresses, as in `10.0.0.0/8`, `::1` or `192.168.1.7`.
///
/// @param start an address of the range
/// @param prefix how many leading bits all its addresses share
public record AddressRange(InetAddress start, int prefix) {

  /// Reads an address, or an address and the length of its prefix; empty when `text` is neither.
  /// Never asks a name server.
  public static Optional<AddressRange> parse(String text) {
    var parts = text.split("/", 2);
    try {
      var start = InetAddress.ofLiteral(parts[0]);
      var bits = start.getAddress().length * Byte.SIZE;
      var prefix = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
      return prefix < 0 || prefix > bits
          ? Optional.empty()
          : Optional.of(new AddressRange(start, prefix));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Whether `address` lies in the range; an address of the other family never does.
  public boolean contains(InetAddress address) {
    var ours = start.getAddress();
    var theirs = address.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (var bit = 0; bit < prefix; bit++) {
      var mask = 0x80 >> bit % Byte.SIZE;
      if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
