package dev.deskwire.desk.platform.auth;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.deskwire.desk.platform.http.Problem;
import dev.deskwire.desk.platform.http.ProblemAnswer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;

/// Keeps other people's pages from using a browser's session (contract, "Origin"), and lets those
/// of `ALLOWED_ORIGINS` use it. It stands before every route of `/api`, on the event loop.
@ApplicationScoped
public class OriginFilter {
  /// Before everything that Quarkus routes.
  private static final int FIRST = -10_000;

  /// RFC 9110, section 9.2.1.
  private static final Set<HttpMethod> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE);

  private static final int PREFLIGHT_KEPT_SECONDS = 600;

  private final Edge edge;
  private final ObjectMapper json;

  OriginFilter(Edge edge, ObjectMapper json) {
    this.edge = edge;
    this.json = json;
  }

  void mount(@Observes Router router) {
    router.route("/api/*").order(FIRST).handler(this::handle);
  }

  private void handle(RoutingContext context) {
    var request = context.request();
    boolean preflight =
        request.method().equals(HttpMethod.OPTIONS)
            && request.getHeader("Access-Control-Request-Method") != null;
    if (edge.shares(request)) {
      share(context);
    }
    if (preflight) {
      answer(context, edge.shares(request));
    } else if (usesCookie(request) && !edge.allows(request)) {
      refuse(context);
    } else {
      context.next();
    }
  }

  /// Whether the browser's cookie is what authorises a change.
  private static boolean usesCookie(HttpServerRequest request) {
    return !SAFE.contains(request.method())
        && request.getCookie(SessionCookie.NAME) != null
        && Bearer.of(request.getHeader("Authorization")) == null;
  }

  private static void share(RoutingContext context) {
    context
        .response()
        .putHeader("Access-Control-Allow-Origin", context.request().getHeader("Origin"))
        .putHeader("Access-Control-Allow-Credentials", "true")
        .putHeader(
            "Access-Control-Expose-Headers", "ETag, Location, Retry-After, Content-Disposition")
        .putHeader("Vary", "Origin");
  }

  /// A preflight names what the call will be; the browser then compares.
  private static void answer(RoutingContext context, boolean shared) {
    if (shared) {
      context
          .response()
          .putHeader("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE")
          .putHeader(
              "Access-Control-Allow-Headers",
              "Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key, Last-Event-ID")
          .putHeader("Access-Control-Max-Age", Integer.toString(PREFLIGHT_KEPT_SECONDS));
    }
    context.response().setStatusCode(shared ? 204 : 403).end();
  }

  private void refuse(RoutingContext context) {
    ProblemAnswer.send(
        context.response(),
        Problem.of(
            403,
            "Forbidden",
            "This page may not use your session. If it should, add its origin to ALLOWED_ORIGINS.",
            "forbidden"),
        json);
  }
}
