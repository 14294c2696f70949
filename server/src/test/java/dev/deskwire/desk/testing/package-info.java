/// What the tests of the desk stand on.
///
/// Tests run against a real PostgreSQL, the one that the desk brings. Every `@QuarkusTest` gets it
/// without asking ([dev.deskwire.desk.testing.PostgresResource]); a test without Quarkus takes
/// [dev.deskwire.desk.testing.TestDatabase].
@NullMarked
package dev.deskwire.desk.testing;

import org.jspecify.annotations.NullMarked;
