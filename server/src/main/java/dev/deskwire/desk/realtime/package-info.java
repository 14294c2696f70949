/// From the log to the people: rooms, rights, and the doors (Socket.IO, native WebSockets, event
/// streams, the HTTP feed) through which a change reaches everyone entitled to it and nobody else.
///
/// The [dev.deskwire.desk.realtime.Relay] reads the log in order. Rows about rights change the
/// node's [dev.deskwire.desk.realtime.RightsModel]; every other row goes to its feature's
/// [dev.deskwire.desk.realtime.AudienceRule], which says under which names, into which rooms and to
/// whom. The right is asked again for each receiver, in memory, with the rights of that position.
///
/// Features add to what sockets may ask by a [dev.deskwire.desk.realtime.SocketCommand], hear who
/// stands where by a [dev.deskwire.desk.realtime.RoomWatcher], and send what is not kept through
/// [dev.deskwire.desk.realtime.EphemeralEvents].
@NullMarked
package dev.deskwire.desk.realtime;

import org.jspecify.annotations.NullMarked;
