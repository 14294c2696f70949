/// Tests of what recovery remembers, without a network.
@NullMarked
package dev.deskwire.socketio;

import org.jspecify.annotations.NullMarked;
