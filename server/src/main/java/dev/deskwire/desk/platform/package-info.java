/// What every feature of the desk stands on and none of it knows a feature: ids, the clock, the
/// database handle, the values an operation answers with, and its translation to HTTP.
///
/// A service answers an [dev.deskwire.desk.platform.Outcome]: either it is done, or it was refused
/// for a reason the caller can act on. Exceptions are left for bugs and outages.
@NullMarked
package dev.deskwire.desk.platform;

import org.jspecify.annotations.NullMarked;
