@NullMarked
package dev.deskwire.socketio.packet;

import org.jspecify.annotations.NullMarked;
