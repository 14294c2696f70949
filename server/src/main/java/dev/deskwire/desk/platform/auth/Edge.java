package dev.deskwire.desk.platform.auth;

import dev.deskwire.desk.platform.config.Settings;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How a request looked where the client sent it, before the proxies in between. Safe for any
/// thread, and does not block.
@ApplicationScoped
public class Edge {
  private final Proxies proxies;
  private final Origins origins;
  private final Hosts hosts;
  private final @Nullable String publicUrl;

  Edge(Settings settings) {
    proxies = new Proxies(settings.trustedProxies());
    var url = settings.publicUrl();
    publicUrl = url == null ? null : url.toString();
    origins = new Origins(publicUrl, settings.allowedOrigins());
    hosts = new Hosts(url == null ? null : url.getHost(), settings.allowedHosts());
  }

  /// The client's address. `X-Forwarded-For` counts when a trusted proxy sent it.
  public String address(HttpServerRequest request) {
    return proxies.client(peer(request), request.headers().getAll("X-Forwarded-For"));
  }

  /// `http` or `https`.
  public String scheme(HttpServerRequest request) {
    var forwarded = forwarded(request, "X-Forwarded-Proto");
    if (forwarded != null) {
      return forwarded.toLowerCase(Locale.ROOT);
    }
    return Objects.requireNonNullElse(request.scheme(), "http");
  }

  /// Host and port as the client named them; empty if it named none.
  public String host(HttpServerRequest request) {
    var forwarded = forwarded(request, "X-Forwarded-Host");
    if (forwarded != null) {
      return forwarded;
    }
    var authority = request.authority();
    return authority == null ? "" : authority.toString();
  }

  /// Whether the desk goes by the name under which the client asks for it (`ALLOWED_HOSTS`).
  boolean serves(HttpServerRequest request) {
    return hosts.allows(host(request));
  }

  /// Whether the browser reaches the desk by https, so that its cookies may say so.
  public boolean secure(HttpServerRequest request) {
    return scheme(request).equals("https") || (publicUrl != null && publicUrl.startsWith("https:"));
  }

  /// Where links to the desk begin, without a slash at the end.
  public String baseUrl(HttpServerRequest request) {
    return publicUrl == null ? scheme(request) + "://" + host(request) : publicUrl;
  }

  /// Whether the page that made the request may use the credentials the browser added to it.
  public boolean allows(HttpServerRequest request) {
    return origins.allowed(
        scheme(request),
        host(request),
        request.getHeader("Origin"),
        request.getHeader("Sec-Fetch-Site"));
  }

  /// Whether the page that made the request lives on another host and may read the answer.
  boolean shares(HttpServerRequest request) {
    return origins.shared(request.getHeader("Origin"));
  }

  private @Nullable String forwarded(HttpServerRequest request, String header) {
    return proxies.trusts(peer(request)) ? nearestToClient(request.getHeader(header)) : null;
  }

  /// The first of the values that proxies have put one behind the other.
  private static @Nullable String nearestToClient(@Nullable String values) {
    if (values == null) {
      return null;
    }
    int comma = values.indexOf(',');
    var first = (comma < 0 ? values : values.substring(0, comma)).strip();
    return first.isEmpty() ? null : first;
  }

  private static String peer(HttpServerRequest request) {
    var address = request.remoteAddress();
    return address == null ? "" : address.hostAddress();
  }
}
