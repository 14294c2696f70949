package dev.deskwire.socketio.room;

import dev.deskwire.socketio.packet.SocketPacket;
import java.util.Collection;

/// The adapter of a node that is alone: all sockets are local.
public final class InMemoryAdapter implements Adapter {
  private final LocalSockets local;

  public InMemoryAdapter(LocalSockets local) {
    this.local = local;
  }

  @Override
  public void broadcast(SocketPacket.Event packet, Audience audience, Emission emission) {
    local.deliver(packet, audience, emission);
  }

  @Override
  public void join(Audience audience, Collection<String> rooms) {
    local.join(audience, rooms);
  }

  @Override
  public void leave(Audience audience, Collection<String> rooms) {
    local.leave(audience, rooms);
  }

  @Override
  public void disconnect(Audience audience, boolean close) {
    local.disconnect(audience, close);
  }

  @Override
  public void close() {}
}
