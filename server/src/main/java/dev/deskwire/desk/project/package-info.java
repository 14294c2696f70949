/// Projects: what tickets are about. Admins make them; members see them, whatever their role, and
/// only staff see who else is in them.
@NullMarked
package dev.deskwire.desk.project;

import org.jspecify.annotations.NullMarked;
