/// The adapters on their wire formats, byte for byte, and on a real Redis beside the reference.
@NullMarked
package dev.deskwire.socketio.redis;

import org.jspecify.annotations.NullMarked;
