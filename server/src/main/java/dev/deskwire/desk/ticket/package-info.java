/// Tickets: who may read and change them, how concurrent edits merge, how they are found, and who
/// hears of them.
///
/// [dev.deskwire.desk.ticket.TicketAccess] is the one place that decides who may read and change
/// what; comments, attachments and notifications ask it too. [dev.deskwire.desk.ticket.TicketScope]
/// says the same in SQL for lists; a test holds the two together.
@NullMarked
package dev.deskwire.desk.ticket;

import org.jspecify.annotations.NullMarked;
