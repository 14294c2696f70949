/// The Socket.IO server on Vert.x: a thin shell that owns sockets, buffers and timers, and decides
/// nothing.
///
/// [dev.deskwire.socketio.vertx.SocketIoVertx] mounts a server on a router, before the
/// application's other routes and on the same port. `Channels` is the one place that knows the
/// Netty channel under a Vert.x connection. It takes that over when a handshake is done; from then
/// on one `WebSocketHandler` is all that stands between the connection and its session.
@NullMarked
package dev.deskwire.socketio.vertx;

import org.jspecify.annotations.NullMarked;
