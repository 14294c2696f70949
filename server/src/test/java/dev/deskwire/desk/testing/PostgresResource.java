package dev.deskwire.desk.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import java.util.Map;

/// Gives every `@QuarkusTest` of this module the PostgreSQL of [TestDatabase] and a data folder. A
/// test names it nowhere: the annotation below applies it to all.
@WithTestResource(value = PostgresResource.class, scope = TestResourceScope.GLOBAL)
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {

  @Override
  public Map<String, String> start() {
    var address = TestDatabase.shared();
    var folder = TestDatabase.dataFolder();
    return Map.of(
        "quarkus.datasource.jdbc.url", address.jdbcUrl(),
        "quarkus.datasource.username", address.user(),
        "quarkus.datasource.password", address.password(),
        "DATA_DIR", folder.toString(),
        "BLOB_DIR", folder.resolve("blobs").toString());
  }

  @Override
  public void stop() {
    // the server is shared by the runs of several profiles, and ends with the JVM
  }
}
