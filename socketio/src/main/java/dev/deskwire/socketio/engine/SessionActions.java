package dev.deskwire.socketio.engine;

import dev.deskwire.socketio.packet.EncodedPacket;
import dev.deskwire.socketio.session.EngineAction;
import dev.deskwire.socketio.session.EngineError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Carries out what the sessions of a server want done, on the loop of each one's connection.
final class SessionActions {
  private final EngineServer server;

  SessionActions(EngineServer server) {
    this.server = server;
  }

  void perform(EngineAction<HttpExchange, Wire> action, EngineConnection connection) {
    switch (action) {
      case EngineAction.ReadBody<HttpExchange, Wire>(var exchange) ->
          readBody(exchange, connection);
      case EngineAction.Drain<HttpExchange, Wire>(var exchange, var packets) ->
          drain(exchange, packets, connection);
      case EngineAction.Accept<HttpExchange, Wire>(var exchange) ->
          answer(exchange, connection, "text/html", "ok".getBytes(StandardCharsets.UTF_8), false);
      case EngineAction.Refuse<HttpExchange, Wire>(var exchange, var status) ->
          server.responses().respond(exchange, status, null, new byte[0]);
      case EngineAction.Reject<HttpExchange, Wire>(var exchange, var error) ->
          server.responses().refuse(exchange, late(error, connection));
      case EngineAction.Abort<HttpExchange, Wire>(var exchange) -> exchange.abort();
      case EngineAction.Write<HttpExchange, Wire>(var wire, var packets) ->
          connection.write(wire, packets);
      case EngineAction.CloseWire<HttpExchange, Wire>(var wire, var code, var reason) ->
          wire.close(code, reason);
      case EngineAction.Upgraded<HttpExchange, Wire>(var wire) -> connection.upgraded(wire);
      case EngineAction.Receive<HttpExchange, Wire>(var message) -> connection.received(message);
      case EngineAction.Closed<HttpExchange, Wire>(var reason) -> connection.ended(reason);
    }
  }

  private void drain(
      HttpExchange exchange, List<EncodedPacket> packets, EngineConnection connection) {
    server.options().observer().sent(connection, packets);
    answer(
        exchange,
        connection,
        "text/plain; charset=UTF-8",
        EncodedPacket.payload(packets),
        packets.stream().anyMatch(EncodedPacket::compressible));
  }

  private void answer(
      HttpExchange exchange,
      EngineConnection connection,
      String contentType,
      byte[] body,
      boolean compress) {
    server.responses().answer(exchange, connection.id(), contentType, body, compress);
  }

  /// The session's refusal of a request that the server still took for one of its own.
  private static Refusal late(EngineError error, EngineConnection connection) {
    return switch (error) {
      case BAD_REQUEST ->
          new Refusal(
              error,
              Map.of(
                  "name", "TRANSPORT_MISMATCH",
                  "transport", TransportKind.POLLING.wireName(),
                  "previousTransport", TransportKind.WEBSOCKET.wireName()));
      case UNKNOWN_SID -> Refusal.of(error, "sid", connection.id());
      case UNKNOWN_TRANSPORT, BAD_HANDSHAKE_METHOD, FORBIDDEN, UNSUPPORTED_PROTOCOL_VERSION ->
          Refusal.of(error);
    };
  }

  private void readBody(HttpExchange exchange, EngineConnection connection) {
    exchange.readBody(
        server.options().session().maxPayload(),
        new HttpExchange.BodyListener() {
          @Override
          public void complete(String body) {
            connection.body(exchange, body);
          }

          @Override
          public void tooLarge() {
            connection.bodyTooLarge(exchange);
          }
        });
  }
}
