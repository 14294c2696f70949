package dev.deskwire.desk.platform.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.config.Settings;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/// Refuses bodies that are too large by what they say of themselves, before anything reads them:
/// one limit for JSON, a larger one for uploads. A body that does not say its length is cut off at
/// the larger limit by the HTTP server.
@ApplicationScoped
public class BodyLimit {
  /// Before everything that reads a body.
  private static final int FIRST = -100;

  /// What a multipart form has around its file.
  private static final long FORM = 64 * 1024L;

  /// A sender who is this much over the limit is cut off; a smaller surplus is read and dropped, as
  /// browsers see an answer only after they have sent everything.
  private static final int PATIENCE = 8;

  private final ObjectMapper json;
  private final long jsonBytes;
  private final long uploadBytes;

  BodyLimit(ObjectMapper json, Settings settings) {
    this.json = json;
    jsonBytes = settings.limits().frameBytes();
    uploadBytes = settings.limits().uploadBytes();
  }

  void mount(@Observes Router router) {
    router.route("/api/*").order(FIRST).handler(this::check);
  }

  private void check(RoutingContext context) {
    var request = context.request();
    var type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    boolean form = type != null && type.startsWith("multipart/");
    long limit = form ? uploadBytes : jsonBytes;
    long allowed = form ? uploadBytes + FORM : jsonBytes;
    long length = length(request.getHeader(HttpHeaders.CONTENT_LENGTH));
    if (length <= allowed) {
      context.next();
      return;
    }
    if (length > allowed * PATIENCE) {
      context.response().endHandler(_ -> request.connection().close());
    }
    request.resume();
    ProblemAnswer.send(context.response(), Problem.of(new Refusal.TooLarge(limit)), json);
  }

  private static long length(@Nullable String header) {
    try {
      return header == null ? 0 : Long.parseLong(header);
    } catch (NumberFormatException malformed) {
      return 0;
    }
  }
}
