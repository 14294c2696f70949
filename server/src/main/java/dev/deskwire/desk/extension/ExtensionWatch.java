package dev.deskwire.desk.extension;

import dev.deskwire.desk.event.LoggedEvent;
import dev.deskwire.desk.realtime.EventWatcher;
import dev.deskwire.desk.realtime.RoomName;
import dev.deskwire.desk.realtime.RoomWatcher;
import dev.deskwire.desk.realtime.SocketClient;
import jakarta.enterprise.context.ApplicationScoped;

/// Tells the extensions that run what happens on this node.
@ApplicationScoped
class ExtensionWatch implements EventWatcher, RoomWatcher {
  private final Extensions extensions;

  ExtensionWatch(Extensions extensions) {
    this.extensions = extensions;
  }

  @Override
  public void delivered(LoggedEvent event) {
    extensions.running().forEach(part -> part.delivered(event.seq()));
  }

  @Override
  public void gone(SocketClient client) {
    extensions.running().forEach(part -> part.gone(client.id()));
  }

  @Override
  public void joined(SocketClient client, RoomName room) {
    // extensions have no say in rooms
  }

  @Override
  public void left(SocketClient client, RoomName room) {
    // as above
  }
}
