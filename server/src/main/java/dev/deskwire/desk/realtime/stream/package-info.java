/// The event feed as Server-Sent Events, for browsers (`EventSource`) and programs that read lines.
@NullMarked
package dev.deskwire.desk.realtime.stream;

import org.jspecify.annotations.NullMarked;
