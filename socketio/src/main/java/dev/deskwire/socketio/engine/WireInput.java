package dev.deskwire.socketio.engine;

import dev.deskwire.socketio.session.EngineSession;
import java.nio.ByteBuffer;

/// Brings what happens on a wire into the mailbox of its connection.
final class WireInput implements Wire.Listener {
  private final Wire wire;
  private final EngineConnection connection;
  private final EngineSession<HttpExchange, Wire> session;

  WireInput(Wire wire, EngineConnection connection, EngineSession<HttpExchange, Wire> session) {
    this.wire = wire;
    this.connection = connection;
    this.session = session;
  }

  @Override
  public void text(String message) {
    connection.step(() -> session.text(wire, message, MonotonicTime.now()));
  }

  @Override
  public void binary(ByteBuffer message) {
    connection.step(() -> session.binary(wire, message, MonotonicTime.now()));
  }

  @Override
  public void written() {
    connection.step(() -> session.written(wire, MonotonicTime.now()));
  }

  @Override
  public void closed() {
    connection.step(() -> session.wireClosed(wire));
  }

  @Override
  public void failed(int code) {
    connection.step(() -> session.wireFailed(wire, code));
  }
}
