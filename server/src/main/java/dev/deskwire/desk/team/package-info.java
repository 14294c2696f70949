/// Teams: the people who serve queues together. Admins make them; members and admins see them.
@NullMarked
package dev.deskwire.desk.team;

import org.jspecify.annotations.NullMarked;
