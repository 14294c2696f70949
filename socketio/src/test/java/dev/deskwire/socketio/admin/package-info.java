/// The admin UI's namespace, without any client.
@NullMarked
package dev.deskwire.socketio.admin;

import org.jspecify.annotations.NullMarked;
