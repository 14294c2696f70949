/// A Socket.IO server for the JVM that behaves as the reference server does.
///
/// Begin with [dev.deskwire.socketio.SocketIoServer]: it has [dev.deskwire.socketio.Namespace]s,
/// clients connect to them, and each connection to one is a [dev.deskwire.socketio.Socket]. A
/// [dev.deskwire.socketio.Broadcast] speaks to many sockets at once. No network library appears
/// here; a shell mounts the server, for instance on Vert.x.
///
/// Threads: every handler runs on a virtual thread of its own, so it may block. The events of one
/// socket are handled one after the other, in the order they arrived; sockets do not wait for each
/// other. Acknowledgements, heartbeats, disconnects and closes never wait for a handler. All types
/// of this package may be used from any thread.
///
/// The layers below, each a package that knows nothing of the one above: `packet`, then `session`
/// and `room`, then `engine`, then this one.
@NullMarked
package dev.deskwire.socketio;

import org.jspecify.annotations.NullMarked;
