package dev.deskwire.desk.platform.auth;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Under which names the desk may be asked: a page that has made a browser believe that its own
/// name is the desk's address (DNS rebinding) is answered nothing. Pure.
public final class Hosts {
  private final Set<String> allowed;

  /// @param publicHost of where the desk is reached from outside, if that was configured: it is
  ///   allowed, too
  /// @param allowed names or addresses, their ports do not matter; empty admits all
  public Hosts(@Nullable String publicHost, Collection<String> allowed) {
    var names = allowed.stream().map(Hosts::name);
    this.allowed =
        allowed.isEmpty()
            ? Set.of()
            : Stream.concat(names, Stream.ofNullable(publicHost).map(Hosts::name))
                .collect(Collectors.toUnmodifiableSet());
  }

  /// @param host host and perhaps port, as in the `Host` header; empty for none
  public boolean allows(String host) {
    return allowed.isEmpty() || allowed.contains(name(host));
  }

  /// Without the port, in lower case; an IPv6 address without its brackets.
  private static String name(String host) {
    var text = host.strip().toLowerCase(Locale.ROOT);
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      return end < 0 ? text : text.substring(1, end);
    }
    int colon = text.indexOf(':');
    // several colons are an IPv6 address without brackets
    return colon < 0 || colon != text.lastIndexOf(':') ? text : text.substring(0, colon);
  }
}
