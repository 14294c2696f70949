@NullMarked
package dev.deskwire.socketio.session;

import org.jspecify.annotations.NullMarked;
