/// Example contents: a company that sells coffee machines to offices, with ninety days of tickets.
///
/// [dev.deskwire.desk.demo.Script] writes, without any I/O and always the same, what happened: some
/// thousand [dev.deskwire.desk.demo.Step]s at times before now, from the tales of
/// [dev.deskwire.desk.demo.MachineStories] and [dev.deskwire.desk.demo.ShopStories].
/// [dev.deskwire.desk.demo.Founding] makes the people and the places, and
/// [dev.deskwire.desk.demo.Stage] performs the steps through the services that the HTTP API uses,
/// so that rights, events and notifications arise as in life. [dev.deskwire.desk.demo.Demo] does it
/// all in one transaction: the whole demo is there, or nothing of it.
@NullMarked
package dev.deskwire.desk.demo;

import org.jspecify.annotations.NullMarked;
