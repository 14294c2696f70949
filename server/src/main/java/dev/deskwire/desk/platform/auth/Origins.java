package dev.deskwire.desk.platform.auth;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which pages may use the credentials that a browser adds by itself (contract, "Origin"). Pure;
/// one value serves HTTP, the Socket.IO handshake and native sockets.
public final class Origins {
  private final Set<String> own;
  private final Set<String> foreign;

  /// @param publicUrl where the desk is reached from outside, if that was configured
  /// @param allowed origins of other pages that may call the desk
  public Origins(@Nullable String publicUrl, Collection<String> allowed) {
    own = publicUrl == null ? Set.of() : Set.of(normalised(publicUrl));
    foreign = allowed.stream().map(Origins::normalised).collect(Collectors.toUnmodifiableSet());
  }

  /// Whether a request may be honoured.
  ///
  /// @param scheme `http` or `https`, as the browser used it
  /// @param host host and, unless it is the scheme's own, port, as in the `Host` header
  /// @param origin the `Origin` header
  /// @param secFetchSite the `Sec-Fetch-Site` header, by which a browser tells what it left out of
  ///   `Origin`
  public boolean allowed(
      String scheme, String host, @Nullable String origin, @Nullable String secFetchSite) {
    if (origin == null) {
      return !"cross-site".equalsIgnoreCase(secFetchSite);
    }
    var asking = normalised(origin);
    return asking.equals(normalised(scheme + "://" + host))
        || own.contains(asking)
        || foreign.contains(asking);
  }

  /// Whether answers may be read by pages of `origin` on another host.
  public boolean shared(@Nullable String origin) {
    return origin != null && foreign.contains(normalised(origin));
  }

  /// Scheme, host and port in the form in which two spellings of one origin are equal. What is no
  /// origin, such as `null`, stays itself and so equals none.
  private static String normalised(String url) {
    try {
      var uri = new URI(url.strip());
      if (uri.getScheme() == null || uri.getHost() == null) {
        return url;
      }
      var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
      int port = uri.getPort() == -1 ? defaultPort(scheme) : uri.getPort();
      return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    } catch (URISyntaxException e) {
      return url;
    }
  }

  private static int defaultPort(String scheme) {
    return switch (scheme) {
      case "https", "wss" -> 443;
      default -> 80;
    };
  }
}
