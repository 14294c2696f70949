/// The durable event log: what became true, in one order that is the same for everyone.
///
/// A row is written by the transaction that makes it true
/// ([dev.deskwire.desk.event.EventLog#append]) and has no place in the order yet. After the commit
/// the [dev.deskwire.desk.event.Sequencer] gives it one: it alone numbers rows, one batch at a time
/// under the lock of a single row, and it sees only what has committed. A reader that has read up
/// to position n has therefore read everything up to n, whichever transaction began or committed
/// first. `docs/decisions/0001-order-of-the-log.md` says what was rejected.
@NullMarked
package dev.deskwire.desk.event;

import org.jspecify.annotations.NullMarked;
