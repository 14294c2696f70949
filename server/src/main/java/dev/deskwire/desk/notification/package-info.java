/// What people are told: stored notifications in three tiers, written by the transaction of what
/// they tell of, each delivered to its one person.
///
/// [dev.deskwire.desk.notification.Recipients] decides, without any I/O, who is told of an action
/// and how loudly; nobody is told of their own action, nobody twice of one, and nobody of what they
/// may not read.
@NullMarked
package dev.deskwire.desk.notification;

import org.jspecify.annotations.NullMarked;
