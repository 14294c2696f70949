/// What an operator can say to the desk.
///
/// All configuration comes from environment variables, is read once, and is one record:
/// [dev.deskwire.desk.platform.config.Settings]. Everything has a default that works, so that the
/// first run needs none of them; a value that cannot be used stops the start with one sentence that
/// names the variable ([dev.deskwire.desk.platform.config.CannotStartException]).
@NullMarked
package dev.deskwire.desk.platform.config;

import org.jspecify.annotations.NullMarked;
