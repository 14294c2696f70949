@NullMarked
package dev.deskwire.socketio.room;

import org.jspecify.annotations.NullMarked;
