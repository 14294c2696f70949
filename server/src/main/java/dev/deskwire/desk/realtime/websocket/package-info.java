/// Native WebSockets beneath `/ws/`: JSON in text frames, for browsers and programs without a
/// library (contract, section 5).
///
/// [dev.deskwire.desk.realtime.websocket.NativeGateway] accepts the upgrade, finds out who comes
/// and opens a [dev.deskwire.desk.realtime.Subscription]; a refusal closes with its code, which a
/// browser would not see in an HTTP answer. What the paths are, who may come and which messages
/// they take is said by [dev.deskwire.desk.realtime.websocket.NativeEndpoint]s in the packages of
/// the features.
@NullMarked
package dev.deskwire.desk.realtime.websocket;

import org.jspecify.annotations.NullMarked;
