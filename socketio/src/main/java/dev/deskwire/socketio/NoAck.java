package dev.deskwire.socketio;

import org.jspecify.annotations.Nullable;

/// The acknowledgement of an event whose sender wants none.
enum NoAck implements Ack {
  INSTANCE;

  @Override
  public boolean isRequested() {
    return false;
  }

  @Override
  public void send(@Nullable Object... values) {}
}
