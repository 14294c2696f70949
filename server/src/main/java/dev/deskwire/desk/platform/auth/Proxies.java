package dev.deskwire.desk.platform.auth;

import dev.deskwire.desk.platform.config.AddressRange;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// The proxies whose word is taken for where a request came from. Pure.
public final class Proxies {
  private final List<AddressRange> trusted;

  /// @param trusted where their connections come from
  public Proxies(Collection<AddressRange> trusted) {
    this.trusted = List.copyOf(trusted);
  }

  public boolean trusts(String address) {
    try {
      var literal = InetAddress.ofLiteral(address);
      return trusted.stream().anyMatch(range -> range.contains(literal));
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }

  /// The client behind the trusted proxies: of the addresses each hop appended, the last that no
  /// trusted proxy has. Whatever stands before it the client may have made up.
  ///
  /// @param peer the address the connection came from
  /// @param forwardedFor the values of `X-Forwarded-For`, in order
  public String client(String peer, Collection<String> forwardedFor) {
    if (!trusts(peer)) {
      return peer;
    }
    var hops =
        forwardedFor.stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .map(String::strip)
            .filter(hop -> !hop.isEmpty())
            .toList();
    for (var hop : hops.reversed()) {
      if (!trusts(hop)) {
        return isAddress(hop) ? hop : peer;
      }
    }
    return hops.isEmpty() ? peer : hops.getFirst();
  }

  private static boolean isAddress(String text) {
    try {
      InetAddress.ofLiteral(text);
      return true;
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }
}
