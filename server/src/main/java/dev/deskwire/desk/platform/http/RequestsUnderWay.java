package dev.deskwire.desk.platform.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/// Lets a stop finish what clients have asked for: requests under way get their answers, and new
/// ones a 503 that says when to come back.
///
/// Quarkus has the same of its own, but counts every open WebSocket as a request.
@ApplicationScoped
public class RequestsUnderWay {
  private static final Logger LOG = Logger.getLogger(RequestsUnderWay.class);

  /// After the connections have been told and closed: their last requests are still welcome.
  public static final int AFTER_CONNECTIONS = Interceptor.Priority.APPLICATION + 1000;

  private static final Duration PATIENCE = Duration.ofSeconds(12);

  /// A restart takes about as long.
  private static final String RETRY_AFTER = "5";

  private final ObjectMapper json;

  /// One party is the desk itself, until it stops; each request is one more.
  private final Phaser underWay = new Phaser(1);

  private volatile boolean stopping;

  RequestsUnderWay(ObjectMapper json) {
    this.json = json;
  }

  void mount(@Observes Router router) {
    router.route("/api/*").order(Integer.MIN_VALUE).handler(this::count);
  }

  private void count(RoutingContext context) {
    if (stopping || underWay.register() < 0) {
      refuse(context);
      return;
    }
    context.addEndHandler(_ -> underWay.arriveAndDeregister());
    context.next();
  }

  private void refuse(RoutingContext context) {
    context
        .response()
        .putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER)
        .putHeader(HttpHeaders.CONNECTION, "close");
    ProblemAnswer.send(
        context.response(),
        Problem.of(
            503,
            "The desk restarts",
            "It takes no new requests; try again in some seconds.",
            "restarting"),
        json);
  }

  void finish(@Observes @Priority(AFTER_CONNECTIONS) ShutdownDelayInitiatedEvent stop) {
    stopping = true;
    int phase = underWay.arriveAndDeregister();
    try {
      underWay.awaitAdvanceInterruptibly(phase, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      LOG.warnf("%d requests are cut off by the stop", underWay.getUnarrivedParties());
    }
  }
}
