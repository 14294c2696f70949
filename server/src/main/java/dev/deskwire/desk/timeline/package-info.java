/// Timelines: what happened to a ticket, or to a client, a contract and the like of which the desk
/// knows no more than this.
///
/// Tickets write theirs themselves, in the transaction of the change
/// ([dev.deskwire.desk.timeline.TicketActivities] and its neighbours). Outside code adds to any of
/// them, over HTTP through [dev.deskwire.desk.timeline.Timelines], which asks for rights, or from
/// Java through [dev.deskwire.desk.timeline.TimelineHandler], which trusts it. Either way an item
/// is a row and a row of the log: whoever subscribed hears of it and reads it anew, under their own
/// rights.
///
/// The timeline of a ticket is read by who reads the ticket, its internal items by its staff alone;
/// all other timelines are for staff, unless an [dev.deskwire.desk.timeline.EntityType] that is
/// brought along says otherwise.
@NullMarked
package dev.deskwire.desk.timeline;

import org.jspecify.annotations.NullMarked;
