/// Where the desk's PostgreSQL comes from.
///
/// There is one database and one dialect of SQL. An operator either names a server
/// ([dev.deskwire.desk.platform.config.DatabaseAddress]), or names none and the desk runs its own
/// under the data folder ([dev.deskwire.desk.platform.database.EmbeddedPostgres]): the same
/// PostgreSQL, durable, reachable from this machine only. Everything above knows an address and no
/// more.
@NullMarked
package dev.deskwire.desk.platform.database;

import org.jspecify.annotations.NullMarked;
