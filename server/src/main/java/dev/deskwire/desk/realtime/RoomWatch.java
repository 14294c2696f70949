package dev.deskwire.desk.realtime;

import dev.deskwire.socketio.Socket;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.function.BiConsumer;

/// Tells the [RoomWatcher]s.
@ApplicationScoped
class RoomWatch {
  private final SocketRooms rooms;
  private final List<RoomWatcher> watchers;

  RoomWatch(SocketRooms rooms, @Any Instance<RoomWatcher> watchers) {
    this.rooms = rooms;
    this.watchers = watchers.stream().toList();
  }

  void joined(Socket socket, RoomName room) {
    tell(socket, (watcher, client) -> watcher.joined(client, room));
  }

  void left(Socket socket, RoomName room) {
    tell(socket, (watcher, client) -> watcher.left(client, room));
  }

  void gone(Socket socket) {
    tell(socket, RoomWatcher::gone);
  }

  private void tell(Socket socket, BiConsumer<RoomWatcher, SocketClient> news) {
    var signed = Signed.of(socket);
    if (signed != null) {
      var client = new SocketClient(socket, signed, rooms);
      watchers.forEach(watcher -> news.accept(watcher, client));
    }
  }
}
