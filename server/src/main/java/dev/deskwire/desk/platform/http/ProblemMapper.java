package dev.deskwire.desk.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.Refusal.TooMany;
import dev.deskwire.desk.platform.RefusedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import java.sql.SQLException;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jdbi.v3.core.ConnectionException;

/// Writes every error of `/api` as problem+json. What the caller cannot act on is logged under an
/// incident id and answered with that id alone.
class ProblemMapper {
  private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

  /// How long a client waits before it asks a desk without its database again.
  private static final int OUTAGE_RETRY_SECONDS = 5;

  /// "character_not_in_repertoire": PostgreSQL takes no NUL, which an id in a path may hold.
  private static final String NOT_STORABLE = "22021";

  /// "datetime_field_overflow": PostgreSQL's times end in the year 294276, Java's much later.
  private static final String BEYOND_TIME = "22008";

  @ServerExceptionMapper
  RestResponse<Problem> refused(RefusedException refused) {
    var problem = Problem.of(refused.refusal());
    var response = answer(problem);
    if (refused.refusal() instanceof TooMany(var after)) {
      response.header(HttpHeaders.RETRY_AFTER, Math.max(1, after.toSeconds()));
    }
    return response.build();
  }

  @ServerExceptionMapper
  RestResponse<Problem> unreadable(JsonProcessingException malformed) {
    return answer(Problem.of(new Refusal.Malformed(path(malformed), message(malformed)))).build();
  }

  /// Quarkus would answer this kind by itself, with nothing.
  @ServerExceptionMapper
  RestResponse<Problem> unfitting(MismatchedInputException malformed) {
    return unreadable(malformed);
  }

  @ServerExceptionMapper
  RestResponse<Problem> http(WebApplicationException error) {
    if (error.getCause() instanceof JsonProcessingException malformed) {
      return unreadable(malformed);
    }
    if (error instanceof NotFoundException
        && error.getCause() instanceof IllegalArgumentException) {
      // to the framework, a query that cannot be read names nothing that exists
      return answer(
              Problem.of(new Refusal.Malformed("query", "A number in the query is not a number.")))
          .build();
    }
    int status = error.getResponse().getStatus();
    var problem =
        switch (status) {
          case 404 -> Problem.of(new Refusal.NotFound());
          case 401 -> Problem.of(new Refusal.Unauthenticated("Sign in first."));
          case 400 -> Problem.of(new Refusal.Malformed("body", "The request cannot be read."));
          case 413 -> Problem.of(413, "Too large", "The body is too large.", "payload_too_large");
          default ->
              Problem.of(
                  status, error.getResponse().getStatusInfo().getReasonPhrase(), "", "invalid");
        };
    return answer(problem).build();
  }

  @ServerExceptionMapper
  RestResponse<Problem> failed(Throwable error) {
    if (NOT_STORABLE.equals(sqlState(error))) {
      return answer(
              Problem.of(
                  new Refusal.Malformed("path", "The character NUL is in no text of the desk.")))
          .build();
    }
    if (BEYOND_TIME.equals(sqlState(error))) {
      return answer(
              Problem.of(new Refusal.Malformed("time", "A time is beyond what the desk can keep.")))
          .build();
    }
    if (isOutage(error)) {
      LOG.warnf("The database does not answer: %s", error.getMessage());
      return answer(
              Problem.of(
                  503,
                  "Unavailable",
                  "The database does not answer. Nothing was changed; try again shortly.",
                  "unavailable"))
          .header(HttpHeaders.RETRY_AFTER, OUTAGE_RETRY_SECONDS)
          .build();
    }
    var incident = Ids.next();
    LOG.errorf(error, "Incident %s", incident);
    return answer(
            Problem.of(
                500,
                "Internal error",
                "Something broke on our side. Tell your administrator: incident " + incident + ".",
                "internal"))
        .build();
  }

  private static RestResponse.ResponseBuilder<Problem> answer(Problem problem) {
    return RestResponse.ResponseBuilder.<Problem>create(problem.status())
        .entity(problem)
        .type(Problem.MEDIA_TYPE);
  }

  private static String path(JsonProcessingException malformed) {
    if (malformed instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      return mapping.getPath().stream()
          .map(step -> step.getFieldName() == null ? "" + step.getIndex() : step.getFieldName())
          .collect(Collectors.joining("."));
    }
    return "body";
  }

  /// Where the JSON breaks off, without the names of classes that Jackson would tell.
  private static String message(JsonProcessingException malformed) {
    if (malformed instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      return path(malformed) + " has a value of the wrong type";
    }
    if (malformed instanceof MismatchedInputException) {
      return "The body has the wrong form: an object is expected.";
    }
    var at = malformed.getLocation();
    return at == null
        ? "The body is not JSON."
        : "The body is not JSON: it breaks off at line "
            + at.getLineNr()
            + ", column "
            + at.getColumnNr();
  }

  /// SQL states 08 (connection), 53 (resources) and 57P (the server is shutting down or starting).
  private static boolean isOutage(Throwable error) {
    for (var cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectionException) {
        return true;
      }
    }
    var state = sqlState(error);
    return state.startsWith("08") || state.startsWith("53") || state.startsWith("57P");
  }

  /// The state that the database gave as its reason, or nothing.
  private static String sqlState(Throwable error) {
    for (var cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }
}
