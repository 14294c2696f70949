package dev.deskwire.desk.platform.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/// Answers with a problem document where no resource does: in what stands before the routes.
public final class ProblemAnswer {
  private ProblemAnswer() {}

  /// Ends `response`; headers that it has already are kept. Does not block.
  public static void send(HttpServerResponse response, Problem problem, ObjectMapper json) {
    response
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .end(json.valueToTree(problem).toString());
  }
}
