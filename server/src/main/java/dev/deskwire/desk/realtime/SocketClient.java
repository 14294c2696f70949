package dev.deskwire.desk.realtime;

import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.socketio.Socket;

/// The connection of somebody who has signed in, as features see it. Any thread may use it.
public final class SocketClient {
  private final Socket socket;
  private final Signed signed;
  private final SocketRooms rooms;

  SocketClient(Socket socket, Signed signed, SocketRooms rooms) {
    this.socket = socket;
    this.signed = signed;
    this.rooms = rooms;
  }

  /// The id of the connection; one that was recovered has the id it had before.
  public String id() {
    return socket.id();
  }

  public String userId() {
    return signed.userId();
  }

  /// If the client went while it was being served, its [RoomWatcher]s hear of that again: what came
  /// of it meanwhile is not to last. Whoever has taken up the session is not concerned.
  public void forgetIfGone() {
    if (!socket.isConnected()) {
      Attendance.among(socket.data()).ifPresent(attendance -> attendance.gone(socket));
    }
  }

  /// Joins a room that exists and that the person may stand in; anything else is not found. Blocks.
  ///
  /// @return whether the client was not in it yet
  public Outcome<Boolean> join(RoomName room) {
    return rooms.join(socket, signed, room);
  }

  /// Sends an event that is not kept to this client alone, whatever its rooms: whether the person
  /// may receive it is the caller's affair.
  public void send(Delivery ephemeral) {
    ephemeral.names().forEach(name -> socket.emitEphemeral(name, ephemeral.fields()));
  }

  public void leave(RoomName room) {
    rooms.leave(socket, room);
  }
}
