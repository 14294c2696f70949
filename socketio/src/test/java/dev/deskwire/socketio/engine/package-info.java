/// Tests of the server without its shell.
@NullMarked
package dev.deskwire.socketio.engine;

import org.jspecify.annotations.NullMarked;
