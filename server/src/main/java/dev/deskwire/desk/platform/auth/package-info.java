/// Who is calling, and what they may do: sessions, tokens, passwords and the rights of one person
/// as a value.
@NullMarked
package dev.deskwire.desk.platform.auth;

import org.jspecify.annotations.NullMarked;
