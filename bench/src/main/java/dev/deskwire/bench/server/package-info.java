/// The servers under test, each with a `main` of its own and the same three commands.
@NullMarked
package dev.deskwire.bench.server;

import org.jspecify.annotations.NullMarked;
