/// The load generator: many WebSockets in one process, which only count what comes in.
@NullMarked
package dev.deskwire.bench.clients;

import org.jspecify.annotations.NullMarked;
