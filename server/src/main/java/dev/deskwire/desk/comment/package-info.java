/// What is said on a ticket: public replies and the internal notes of staff.
///
/// An internal note must not be felt by those who may not read it: it moves neither the version nor
/// the time of its ticket, and each call and event of this package asks for the note's own right.
@NullMarked
package dev.deskwire.desk.comment;

import org.jspecify.annotations.NullMarked;
