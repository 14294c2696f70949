package dev.deskwire.desk.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;

/// Runs what must wait for the end of the present transaction. It runs on the thread that commits,
/// so it must be short, and it may not touch the database.
@ApplicationScoped
public class AfterTransaction {
  private final TransactionSynchronizationRegistry transactions;

  AfterTransaction(TransactionSynchronizationRegistry transactions) {
    this.transactions = transactions;
  }

  /// @throws IllegalStateException if no transaction is under way
  public void ifCommitted(Runnable action) {
    run(Status.STATUS_COMMITTED, action);
  }

  /// Runs the action when the transaction has certainly been rolled back. When the connection broke
  /// at the commit nobody knows, and it does not run.
  ///
  /// @throws IllegalStateException if no transaction is under way
  public void ifRolledBack(Runnable action) {
    run(Status.STATUS_ROLLEDBACK, action);
  }

  private void run(int outcome, Runnable action) {
    transactions.registerInterposedSynchronization(
        new Synchronization() {
          @Override
          public void beforeCompletion() {
            // the transaction may still go either way
          }

          @Override
          public void afterCompletion(int status) {
            if (status == outcome) {
              action.run();
            }
          }
        });
  }
}
