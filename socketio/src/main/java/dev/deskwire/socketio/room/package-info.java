/// Who hears what: rooms, the audiences made of them, and the seam between nodes.
///
/// A room is a name under which members stand; an [dev.deskwire.socketio.room.Audience] is a choice
/// of rooms, and [dev.deskwire.socketio.room.Rooms] knows which members it means right now. An
/// [dev.deskwire.socketio.room.Adapter] carries a packet to an audience: in memory to the sockets
/// of this node, or through a broker to those of others as well.
@NullMarked
package dev.deskwire.socketio.room;

import org.jspecify.annotations.NullMarked;
