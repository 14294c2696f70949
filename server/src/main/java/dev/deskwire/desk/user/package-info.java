/// People: their accounts, how they sign in, who administers them, and where they belong.
///
/// Every change of what a person may do happens under one lock and appends the person's whole new
/// rights to the log, in the same transaction ([dev.deskwire.desk.user.RightsChanges]). Such
/// changes are rare and short; that they happen one after another makes "the last admin" and "the
/// rights after the change" plain statements instead of races.
@NullMarked
package dev.deskwire.desk.user;

import org.jspecify.annotations.NullMarked;
