/// What one connection is allowed to do next, as two state machines.
///
/// [dev.deskwire.socketio.session.EngineSession] is the lower one: transports, the upgrade, the
/// heartbeat and the close. [dev.deskwire.socketio.session.ClientSession] stands on it: which
/// namespaces the client has asked for and joined. Both are pure. An input and the present time go
/// in, a list of actions comes out, and whoever owns the sockets and timers carries the actions out
/// in order.
///
/// The behaviour is the reference server's; where it differs, the comment at that place says so and
/// why.
@NullMarked
package dev.deskwire.socketio.session;

import org.jspecify.annotations.NullMarked;
