/// Measures the Socket.IO server beside its peers.
///
/// [dev.deskwire.bench.Fanout] is the conductor. Each server under test is a process of its own,
/// and so is the generator that holds its clients; the conductor talks to both by lines on their
/// standard input and output, reads the server's processor time and memory from `/proc`, and takes
/// the servers in turns, so that whatever else the machine does meets all of them alike.
@NullMarked
package dev.deskwire.bench;

import org.jspecify.annotations.NullMarked;
