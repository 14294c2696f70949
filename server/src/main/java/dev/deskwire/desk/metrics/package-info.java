/// Queue metrics: how much stands in a queue, in which states, and how long people wait.
///
/// Counts are kept, not looked for: whoever changes a ticket adds to the counts of its queue in the
/// same transaction ([dev.deskwire.desk.metrics.CountingTickets],
/// [dev.deskwire.desk.metrics.TimingComments]), so they are right on every node and after every
/// restart. [dev.deskwire.desk.metrics.MetricsPush] tells the queue's room when they change, and
/// [dev.deskwire.desk.metrics.Reconciliation] counts everything anew now and then, to report and
/// mend what no longer agrees.
@NullMarked
package dev.deskwire.desk.metrics;

import org.jspecify.annotations.NullMarked;
