package dev.deskwire.desk.platform;

import java.sql.SQLException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/// Deletes what nothing refers to any more. The foreign keys decide, so that a reference which is
/// being made at the same moment counts too, and no feature need know who refers to it.
public final class Removal {
  /// SQL state `foreign_key_violation` (PostgreSQL, appendix A).
  private static final String STILL_REFERRED = "23503";

  private Removal() {}

  /// Runs the statement `delete` on the row `id`, within the caller's transaction, which goes on
  /// either way.
  ///
  /// @return `false` if rows elsewhere refer to it; then nothing was deleted
  public static boolean of(Jdbi jdbi, String delete, String id) {
    return jdbi.withHandle(handle -> {
      handle.execute("SAVEPOINT removal");
      try {
        handle.execute(delete, id);
        handle.execute("RELEASE SAVEPOINT removal");
        return true;
      } catch (UnableToExecuteStatementException e) {
        if (e.getCause() instanceof SQLException sql && STILL_REFERRED.equals(sql.getSQLState())) {
          handle.execute("ROLLBACK TO SAVEPOINT removal");
          return false;
        }
        throw e;
      }
    });
  }
}
