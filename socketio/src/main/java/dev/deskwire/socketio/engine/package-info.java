/// The Engine.IO server: sessions brought to life, still without a network library.
///
/// [dev.deskwire.socketio.engine.EngineServer] decides about requests and owns the sessions;
/// [dev.deskwire.socketio.engine.EngineConnection] runs one session as an actor, whose inputs come
/// from any thread and are worked off on the event loop that holds its transport.
///
/// A shell brings the network by implementing four small seams: an
/// [dev.deskwire.socketio.engine.EventLoop], an [dev.deskwire.socketio.engine.HttpExchange], an
/// [dev.deskwire.socketio.engine.UpgradeExchange] and a [dev.deskwire.socketio.engine.Wire]. The
/// layer above listens through an [dev.deskwire.socketio.engine.EngineListener].
@NullMarked
package dev.deskwire.socketio.engine;

import org.jspecify.annotations.NullMarked;
