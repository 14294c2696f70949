package dev.deskwire.desk;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/// The page at every address of its own: a browser that opens or reloads `/tickets/…` gets the
/// page, which finds the ticket itself. Runs on event loops and blocks none.
@ApplicationScoped
public class Page {

  /// Before the files of the page and the resources of the API.
  private static final int EARLY = -1;

  /// Addresses that are the server's, whoever asks.
  private static final List<String> SERVER =
      List.of("/api", "/q", "/openapi", "/socket.io", "/ws", "/assets");

  /// Names of files in it hold a hash of their contents.
  private static final String ASSETS = "/assets/";

  private static final String FOREVER = "public, max-age=31536000, immutable";

  /// The page names the files of one build; a browser asks each time whether it is still that one.
  private static final String ASK_AGAIN = "no-cache";

  void mount(@Observes Router router) {
    router.get().order(EARLY).handler(Page::handle);
  }

  private static void handle(RoutingContext context) {
    var path = context.normalizedPath();
    if (path.startsWith(ASSETS)) {
      cache(context, FOREVER);
      context.next();
    } else if (path.equals("/")) {
      cache(context, ASK_AGAIN);
      context.next();
    } else if (isOfThePage(path) && wantsPage(context)) {
      context.reroute("/");
    } else {
      context.next();
    }
  }

  /// Neither the server's nor a file's, which has a dot in its name.
  private static boolean isOfThePage(String path) {
    return SERVER.stream().noneMatch(prefix -> path.equals(prefix) || path.startsWith(prefix + "/"))
        && path.indexOf('.', path.lastIndexOf('/')) < 0;
  }

  private static boolean wantsPage(RoutingContext context) {
    var accept = context.request().getHeader(HttpHeaders.ACCEPT);
    return accept != null && accept.contains("text/html");
  }

  private static void cache(RoutingContext context, String how) {
    context.addHeadersEndHandler(_ -> {
      if (context.response().getStatusCode() < 400) {
        context.response().putHeader(HttpHeaders.CACHE_CONTROL, how);
      }
    });
  }
}
