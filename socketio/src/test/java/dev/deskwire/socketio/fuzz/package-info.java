/// What strangers may send, at random: nothing but a
/// [dev.deskwire.socketio.packet.ProtocolException] may come of it.
///
/// The targets are Jazzer's: `./desk fuzz` lets it look for inputs that reach new branches. An
/// ordinary run of the tests plays the inputs kept in the resources and, by [Randomly], some made
/// up at random.
@NullMarked
package dev.deskwire.socketio.fuzz;

import org.jspecify.annotations.NullMarked;
