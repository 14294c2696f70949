package dev.deskwire.socketio.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.deskwire.socketio.SocketIoServer;
import dev.deskwire.socketio.SocketIoServerBuilder;
import dev.deskwire.socketio.engine.RequestGate;
import dev.deskwire.socketio.engine.TransportKind;
import dev.deskwire.socketio.vertx.fixture.HttpHost;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How sessions are opened when the application has a say in it.
class OpeningTest {
  private static final String OPENING = "?EIO=4&transport=polling";

  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (var each : open) {
      each.close();
    }
  }

  /// Asks a server with these settings for a session at each of the paths; the last answer.
  private HttpResponse<String> open(UnaryOperator<SocketIoServerBuilder> settings, String... paths)
      throws Exception {
    var builder = SocketIoServer.builder();
    builder.onError((where, failure) -> failures.add(where + ": " + failure.getMessage()));
    var server = settings.apply(builder).build();
    var host = HttpHost.start(0, router -> SocketIoVertx.mount(router, server));
    open.add(server::close);
    open.add(host);
    var answers = new ArrayList<HttpResponse<String>>();
    for (var path : paths) {
      answers.add(PollingClient.request(host.port(), "GET", path + OPENING, ""));
    }
    return answers.getLast();
  }

  @Test
  void anIdThatCannotStandInAnAddressOpensNothing() throws Exception {
    var answer = open(builder -> builder.generateId(request -> "a b"), "/socket.io/");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(failures).singleElement().asString().startsWith("the id generator: an id must be");
  }

  @Test
  void anIdThatIsTakenOpensNothing() throws Exception {
    var answer =
        open(builder -> builder.generateId(request -> "same"), "/socket.io/", "/socket.io/");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(failures).singleElement().asString().startsWith("the id generator: an id must be");
  }

  @Test
  void aGateMaySayWhateverItLikes() throws Exception {
    var message = "say \"no\" \\ \n\t é";
    var answer =
        open(
            builder -> builder.allowRequest(request -> new RequestGate.Verdict.Refused(message)),
            "/socket.io/");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(new ObjectMapper().readTree(answer.body()).path("message").asText())
        .isEqualTo(message);
  }

  @Test
  void aGateThatFailsLetsNobodyInAndTellsNothing() throws Exception {
    var answer =
        open(
            builder ->
                builder.allowRequest(request -> {
                  throw new IllegalStateException("the password is 1234");
                }),
            "/socket.io/");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).isEqualTo("{\"code\":4,\"message\":\"Forbidden\"}");
    assertThat(failures).containsExactly("the request gate: the password is 1234");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/deep/er", "/deep/er/"})
  void aPathIsServedWithItsSlash(String path) throws Exception {
    assertThat(open(builder -> builder.path(path), "/deep/er/").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/deep/er", "/deep/er/"})
  void aPathIsServedWithoutASlashWhenToldSo(String path) throws Exception {
    assertThat(open(builder -> builder.pathWithoutSlash(path), "/deep/er").statusCode())
        .isEqualTo(200);
  }

  @Test
  void aServerWithoutWebSocketsOffersNoUpgrade() throws Exception {
    var answer = open(builder -> builder.transports(Set.of(TransportKind.POLLING)), "/socket.io/");
    assertThat(answer.body()).contains("\"upgrades\":[]");
  }

  @Test
  void aServerThatWasToldToCloseIsOpenNoMore() {
    var server = SocketIoServer.builder().build();
    assertThat(server.engine().isOpen()).isTrue();
    server.close().toCompletableFuture().join();
    assertThat(server.engine().isOpen()).isFalse();
  }
}
