/// The Redis by which several nodes are one desk.
///
/// It carries what may be lost: who views what, and what is said for the moment alone. Whatever
/// must not be lost stands in PostgreSQL, so that a desk without its Redis degrades in nothing but
/// presence, and refuses nothing that it would allow, nor the other way round. The client is
/// Lettuce; when to connect anew is this package's own affair.
@NullMarked
package dev.deskwire.desk.platform.redis;

import org.jspecify.annotations.NullMarked;
