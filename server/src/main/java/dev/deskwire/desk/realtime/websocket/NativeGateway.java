package dev.deskwire.desk.realtime.websocket;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.desk.platform.http.Problem;
import dev.deskwire.desk.platform.http.ProblemAnswer;
import dev.deskwire.desk.realtime.Subscriptions;
import dev.deskwire.desk.realtime.websocket.NativeSignIn.Shown;
import dev.deskwire.socketio.vertx.PlainWebSocket;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// Turns requests beneath `/ws/` into native WebSockets of the [NativeEndpoint]s.
@ApplicationScoped
public class NativeGateway {
  /// After the check of the origin, before everything else.
  private static final int EARLY = -1_000;

  private final List<NativeEndpoint> endpoints;
  private final List<NativeEndpointProvider> providers;
  private final NativeSignIn signIn;
  private final Subscriptions subscriptions;
  private final ObjectMapper json;
  private final Settings settings;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  NativeGateway(
      @Any Instance<NativeEndpoint> endpoints,
      @Any Instance<NativeEndpointProvider> providers,
      NativeSignIn signIn,
      Subscriptions subscriptions,
      ObjectMapper json,
      Settings settings) {
    this.endpoints = endpoints.stream().toList();
    this.providers = providers.stream().toList();
    this.signIn = signIn;
    this.subscriptions = subscriptions;
    this.json = json;
    this.settings = settings;
  }

  void mount(@Observes Router router) {
    router
        .route("/ws/*")
        .order(EARLY)
        .handler(context ->
            find(context.normalizedPath())
                .ifPresentOrElse(
                    found -> accept(context, found.endpoint(), found.parameters()), context::next));
  }

  private record Found(NativeEndpoint endpoint, Map<String, String> parameters) {}

  private Optional<Found> find(String path) {
    return Stream.concat(
            endpoints.stream(),
            providers.stream().flatMap(provider -> provider.nativeEndpoints().stream()))
        .flatMap(endpoint ->
            new NativePath(endpoint.path())
                .match(path).map(parameters -> new Found(endpoint, parameters)).stream())
        .findFirst();
  }

  void stop(@Observes ShutdownEvent shutdown) {
    workers.shutdownNow();
  }

  private void accept(
      RoutingContext context, NativeEndpoint endpoint, Map<String, String> parameters) {
    var request = context.request();
    if (!request.headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true)) {
      context.response().putHeader(HttpHeaders.UPGRADE, "websocket");
      ProblemAnswer.send(
          context.response(),
          Problem.of(
              426,
              "Upgrade required",
              "This is a WebSocket; connect with ws:// or wss://.",
              "upgrade_required"),
          json);
      return;
    }
    var shown = Shown.of(request);
    PlainWebSocket.accept(
        request,
        settings.limits().frameBytes(),
        socket -> {
          socket.pause();
          var connection =
              new NativeSocket(
                  socket, endpoint, parameters, subscriptions, settings, json, workers);
          socket.listen(connection);
          socket.heartbeat(settings.sockets().pingInterval(), settings.sockets().pingTimeout());
          workers.execute(() -> connection.open(signIn.check(shown)));
        });
  }
}
