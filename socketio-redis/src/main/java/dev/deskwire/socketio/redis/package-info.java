/// Joins Socket.IO servers through Redis: those of this library and those of Node, in any mixture.
///
/// There are two ways, each on the wire format of the reference's adapter of that name:
/// [dev.deskwire.socketio.redis.RedisStreams] (`@socket.io/redis-streams-adapter` 0.3), with which
/// clients recover at any node, and [dev.deskwire.socketio.redis.RedisPubSub]
/// (`@socket.io/redis-adapter` 8.3), which `@socket.io/redis-emitter` speaks, too.
///
/// What nodes say to each other is a [dev.deskwire.socketio.redis.ClusterMessage], and what a node
/// does about it is the same in both ways: [dev.deskwire.socketio.redis.ClusterAdapter]. The two
/// differ in how a message looks ([dev.deskwire.socketio.redis.StreamsFormat],
/// [dev.deskwire.socketio.redis.PubSubFormat]) and in which way it goes.
///
/// The streams are a log. Whatever a node writes there it also reads there before it acts on it, so
/// that all nodes do everything in one order, and a client's last offset stands for all before it.
/// The reference delivers to its own clients when Redis has taken the entry, which may be before
/// entries of others that stand earlier.
///
/// The Redis client is Lettuce: it is asynchronous throughout, needs no framework, and its line 6.8
/// is made for the Netty that Vert.x 4.5 has. Its own way to reconnect keeps commands and repeats
/// them, in doubt twice; so [dev.deskwire.socketio.redis.Keeper] opens connections anew instead,
/// and a command fails with its connection.
@NullMarked
package dev.deskwire.socketio.redis;

import org.jspecify.annotations.NullMarked;
