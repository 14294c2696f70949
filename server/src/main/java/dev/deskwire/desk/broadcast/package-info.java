/// Events that programs outside send to rooms of the desk: over `POST /api/admin/broadcasts`, or
/// from Java through [dev.deskwire.desk.broadcast.Broadcasts].
///
/// They stand in the log and are resumed like any event, unless they are ephemeral, and reach those
/// of the room who may stand in it at that moment. The names of the desk's own events are refused:
/// nobody can make clients believe in a change that never was.
@NullMarked
package dev.deskwire.desk.broadcast;

import org.jspecify.annotations.NullMarked;
