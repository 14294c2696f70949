package dev.deskwire.desk.extension;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.realtime.SocketClient;
import dev.deskwire.desk.realtime.SocketCommand;
import java.util.Map;

/// An event of Socket.IO that an extension answers.
record ExtensionCommand(String event, Handler<?> handler, People people, SocketUsers users)
    implements SocketCommand {
  @Override
  public Outcome<Map<String, Object>> run(SocketClient client, JsonNode payload) {
    return people
        .connected(client.userId())
        .map(caller -> run(client, Connection.of(client, caller, people, handler.json()), payload))
        .orElseGet(
            () -> Outcome.refused(new Refusal.Unauthenticated("Your account is not active.")));
  }

  private Outcome<Map<String, Object>> run(
      SocketClient client, Connection connection, JsonNode payload) {
    users.used(connection);
    try {
      return handler.run(connection, payload);
    } finally {
      // it may have been gone before it was among the users
      client.forgetIfGone();
    }
  }
}
