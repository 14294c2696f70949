/// The server over real sockets: official clients, the reference beside it, and clients that behave
/// badly.
@NullMarked
package dev.deskwire.socketio.vertx;

import org.jspecify.annotations.NullMarked;
