/// Who looks at what: viewers of a ticket, who types, and who is online in a project. Nothing of it
/// is in the database; it is true for the moment and ends by itself.
///
/// What one connection does with a ticket is a [dev.deskwire.desk.presence.Tab], a value that says
/// at any time what has become of it. The tabs of all nodes stand in a
/// [dev.deskwire.desk.presence.VolatileStore]; from them every node works out the
/// [dev.deskwire.desk.presence.Viewer]s, compares them with those it told of last, and tells its
/// own connections what is new ([dev.deskwire.desk.presence.TicketPresence]). Who is online in a
/// project is kept in the same way ([dev.deskwire.desk.presence.ProjectPresence]).
///
/// All of it is for staff: [dev.deskwire.desk.presence.PresenceAudience] is the one rule.
@NullMarked
package dev.deskwire.desk.presence;

import org.jspecify.annotations.NullMarked;
