package dev.deskwire.desk;

import dev.deskwire.desk.platform.config.DatabaseAddress;
import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.desk.platform.config.Settings.LogFormat;
import java.util.HashMap;
import java.util.Map;

/// The settings in the words of Quarkus.
final class QuarkusProperties {

  /// A body holds an uploaded file and what multipart puts around it; smaller bodies have limits of
  /// their own.
  private static final long MULTIPART_OVERHEAD = 1 << 20;

  private QuarkusProperties() {}

  /// What Quarkus needs to know for `task`.
  static Map<String, String> of(Task task, Settings settings, DatabaseAddress database) {
    var serving = task instanceof Task.Run;
    var properties = new HashMap<String, String>();
    properties.put("quarkus.datasource.jdbc.url", database.jdbcUrl());
    if (!database.user().isEmpty()) {
      properties.put("quarkus.datasource.username", database.user());
    }
    if (!database.password().isEmpty()) {
      properties.put("quarkus.datasource.password", database.password());
    }
    properties.put("quarkus.http.host", settings.host());
    properties.put("quarkus.http.port", Integer.toString(settings.port()));
    properties.put("quarkus.http.host-enabled", Boolean.toString(serving));
    properties.put(
        "quarkus.http.limits.max-body-size",
        Long.toString(settings.limits().uploadBytes() + MULTIPART_OVERHEAD));
    var json = settings.logFormat() == LogFormat.JSON;
    properties.put("quarkus.log.console.json.enabled", Boolean.toString(json));
    properties.putAll(logLevels(settings.logLevel(), serving));
    return properties;
  }

  /// Libraries tell their details only when something is wrong with them; the desk's own words
  /// follow the setting. Tools answer on the standard output, and log only what went wrong.
  private static Map<String, String> logLevels(Settings.LogLevel level, boolean serving) {
    var libraries =
        switch (level) {
          case ERROR -> "ERROR";
          case WARN, INFO -> serving ? "WARN" : "ERROR";
          case DEBUG, TRACE -> "INFO";
        };
    return Map.of(
        "quarkus.log.level",
        libraries,
        "quarkus.log.category.\"dev.deskwire\".level",
        serving ? level.name() : libraries);
  }
}
