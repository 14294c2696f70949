package dev.deskwire.desk.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.deskwire.socketio.room.Audience;
import dev.deskwire.socketio.room.LocalSockets;
import dev.deskwire.socketio.room.SocketDetails;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WithoutCredentialsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void aProgramThatAsksForSocketsGetsTheirRoomsAndNothingThatOpensTheDesk() throws Exception {
    var handshake =
        JSON.readTree(
            """
            {"headers": {"cookie": "desk=secret-1", "authorization": "Bearer secret-2"},
             "query": {"token": "secret-3"}, "auth": {"token": "secret-4"},
             "url": "/socket.io/?token=secret-3", "address": "10.0.0.1", "secure": true}
            """);
    var data = JSON.readTree("{\"signed\": \"secret-5\"}");
    var stored = List.of(new SocketDetails("s1", handshake, Set.of("team:1"), data));
    var local =
        (LocalSockets)
            Proxy.newProxyInstance(
                LocalSockets.class.getClassLoader(),
                new Class<?>[] {LocalSockets.class},
                (_, method, _) -> method.getName().equals("fetch") ? stored : null);
    var shown = new WithoutCredentials(local).fetch(new Audience(Set.of(), Set.of()));
    assertThat(shown).hasSize(1);
    assertThat(shown.getFirst().id()).isEqualTo("s1");
    assertThat(shown.getFirst().rooms()).containsExactly("team:1");
    assertThat(shown.getFirst().handshake().path("address").asText()).isEqualTo("10.0.0.1");
    assertThat(shown.toString()).doesNotContain("secret-");
  }
}
