/// What travels: packets as values, and the codecs between them and their bytes.
///
/// Two protocols are stacked. [EnginePacket] is the lower one, Engine.IO 4: it opens a session,
/// keeps it alive and carries messages. [SocketPacket] is the upper one, Socket.IO 5: namespaces,
/// events and acknowledgements, written into those messages. Nothing here knows a socket, a buffer
/// of the network, a thread or a clock, so every rule can be tested with values alone.
///
/// A peer that breaks a rule causes a [ProtocolException]; whoever feeds the codec closes that one
/// connection and no other.
@NullMarked
package dev.deskwire.socketio.packet;

import org.jspecify.annotations.NullMarked;
