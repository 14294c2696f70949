/// Jars that extend the desk: `docs/extensions.md` tells how one is written, the module
/// `extension-api` what it may use.
///
/// [dev.deskwire.desk.extension.Extensions] loads them before the port opens, all at once and for a
/// limited time. What an extension adds is first collected
/// ([dev.deskwire.desk.extension.Additions]) and comes into effect as a whole, in the
/// [dev.deskwire.desk.extension.Registry], through which sockets and timelines find it. All code of
/// an extension runs in a [dev.deskwire.desk.extension.Compartment], on threads of its own and for
/// so long at most: what it throws or how long it hangs is nobody's affair but its own.
@NullMarked
package dev.deskwire.desk.extension;

import org.jspecify.annotations.NullMarked;
