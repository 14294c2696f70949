/// The other format that official clients speak: each packet one MessagePack value in one binary
/// message, for `socket.io-msgpack-parser`.
///
/// It needs `org.msgpack:msgpack-core`, which this library declares as optional: an application
/// that uses [dev.deskwire.socketio.msgpack.MsgPackFormat] adds it.
@NullMarked
package dev.deskwire.socketio.msgpack;

import org.jspecify.annotations.NullMarked;
