/// Tests of MessagePack as the format of packets.
@NullMarked
package dev.deskwire.socketio.msgpack;

import org.jspecify.annotations.NullMarked;
