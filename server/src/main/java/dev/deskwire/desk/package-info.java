/// Deskwire, a help desk in which every change reaches everyone entitled to it at once.
///
/// This package is the way in. [dev.deskwire.desk.Main] reads the command line and the settings,
/// opens the database, and hands over to Quarkus; [dev.deskwire.desk.Desk] runs within it. The
/// features are packages beside each other: a feature uses `realtime`, `event` and `platform`, and
/// none of these knows a feature.
@NullMarked
package dev.deskwire.desk;

import org.jspecify.annotations.NullMarked;
