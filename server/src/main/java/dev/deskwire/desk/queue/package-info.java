/// Queues: where the tickets of a project wait for the team that serves them. Admins make them;
/// staff see those of their projects and teams, and may watch what they see.
@NullMarked
package dev.deskwire.desk.queue;

import org.jspecify.annotations.NullMarked;
