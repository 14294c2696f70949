package dev.deskwire.desk.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.CMTTransactionHandler;
import org.jdbi.v3.postgres.PostgresPlugin;

/// The one [Jdbi] of the process. Services are `@Transactional`; a repository's handle joins the
/// transaction of its caller, and outside of one each statement stands alone.
@ApplicationScoped
public class Database {
  @Produces
  @Singleton
  Jdbi jdbi(DataSource dataSource) {
    return Jdbi.create(dataSource)
        .setTransactionHandler(new CMTTransactionHandler())
        .installPlugin(new PostgresPlugin());
  }
}
