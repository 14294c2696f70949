/// What the public page `@socket.io/admin-ui` needs of a server: a namespace, `/admin`, whose
/// clients see connections, sockets and rooms come and go and can emit, join, leave and disconnect.
///
/// [dev.deskwire.socketio.admin.AdminUi] is the reference's `instrument`. It stands on the public
/// interface of the server alone: an observer hears what happens, a namespace tells it, and the
/// page's commands are broadcasts like any others.
@NullMarked
package dev.deskwire.socketio.admin;

import org.jspecify.annotations.NullMarked;
