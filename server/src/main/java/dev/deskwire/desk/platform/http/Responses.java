package dev.deskwire.desk.platform.http;

import dev.deskwire.desk.platform.Outcome;
import java.net.URI;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/// Answers of resources. A refusal becomes its problem document ([Outcome#orRefuse]).
public final class Responses {
  private Responses() {}

  /// 200 with what came of it.
  public static <T> RestResponse<T> ok(Outcome<T> outcome) {
    return RestResponse.ok(outcome.orRefuse());
  }

  /// 201 with what was made and where it is to be found.
  ///
  /// @param collection the path to which it was posted
  public static <T> RestResponse<T> created(String collection, String id, T made) {
    return ResponseBuilder.<T>created(URI.create(collection + "/" + id)).entity(made).build();
  }

  /// 204: it is as it was asked for.
  public static RestResponse<Void> noContent(Outcome<?> outcome) {
    var _ = outcome.orRefuse();
    return RestResponse.noContent();
  }
}
