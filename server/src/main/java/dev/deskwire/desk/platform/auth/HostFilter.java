package dev.deskwire.desk.platform.auth;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.deskwire.desk.platform.http.Problem;
import dev.deskwire.desk.platform.http.ProblemAnswer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// Answers 421 to requests for hosts that are not among `ALLOWED_HOSTS`, through every door: the
/// page, the API, the handshakes of all sockets. Health alone is told to everybody, as whoever
/// watches over a node asks by its address.
@ApplicationScoped
class HostFilter {
  /// Routes of one order are asked in the order in which they were made.
  private static final int BEFORE_ALL_OTHERS = 1;

  private static final String HEALTH = "/q/health";

  private final Edge edge;
  private final ObjectMapper json;

  HostFilter(Edge edge, ObjectMapper json) {
    this.edge = edge;
    this.json = json;
  }

  void mount(@Observes @Priority(BEFORE_ALL_OTHERS) Router router) {
    router.route().order(Integer.MIN_VALUE).handler(this::check);
  }

  private void check(RoutingContext context) {
    if (edge.serves(context.request()) || context.normalizedPath().startsWith(HEALTH)) {
      context.next();
      return;
    }
    ProblemAnswer.send(
        context.response(),
        Problem.of(
            421,
            "Misdirected request",
            "The desk does not go by this name. If it should, add the name to ALLOWED_HOSTS.",
            "misdirected"),
        json);
  }
}
