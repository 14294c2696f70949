package dev.deskwire.desk.platform.auth;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
    own = normalised(publicUrl == null ? List.of() : List.of(publicUrl));
    foreign = normalised(allowed);
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
    return normalised(origin)
        .filter(asking ->
            normalised(scheme + "://" + host).filter(asking::equals).isPresent()
                || own.contains(asking)
                || foreign.contains(asking))
        .isPresent();
  }

  /// Whether answers may be read by pages of `origin` on another host.
  public boolean shared(@Nullable String origin) {
    return origin != null && normalised(origin).filter(foreign::contains).isPresent();
  }

  private static Set<String> normalised(Collection<String> urls) {
    return urls.stream()
        .map(Origins::normalised)
        .flatMap(Optional::stream)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Scheme, host and port in the form in which two spellings of one origin are equal; empty for
  /// what is no origin, such as `null`.
  private static Optional<String> normalised(String url) {
    try {
      var uri = new URI(url.strip());
      if (uri.getScheme() == null || uri.getHost() == null) {
        return Optional.empty();
      }
      var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
      int port = uri.getPort() == -1 ? defaultPort(scheme) : uri.getPort();
      return Optional.of(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static int defaultPort(String scheme) {
    return switch (scheme) {
      case "https", "wss" -> 443;
      default -> 80;
    };
  }
}
