@NullMarked
package dev.deskwire.desk.presence;

import org.jspecify.annotations.NullMarked;
