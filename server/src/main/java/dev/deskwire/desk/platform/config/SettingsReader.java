package dev.deskwire.desk.platform.config;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.MINUTES;
import static java.time.temporal.ChronoUnit.SECONDS;

import dev.deskwire.desk.platform.Text;
import dev.deskwire.desk.platform.config.Settings.Extensions;
import dev.deskwire.desk.platform.config.Settings.Limits;
import dev.deskwire.desk.platform.config.Settings.LogFormat;
import dev.deskwire.desk.platform.config.Settings.LogLevel;
import dev.deskwire.desk.platform.config.Settings.Sockets;
import dev.deskwire.desk.platform.config.Variables.Variable;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Names, aliases and defaults of all variables, in the order of [Settings].
final class SettingsReader {

  private static final int LARGEST_PORT = 65535;
  private static final int POSTGRES_PORT = 5432;
  private static final int REDIS_PORT = 6379;
  private static final Set<String> WEB = Set.of("http", "https");

  /// One `@` between two parts; whether anybody reads mail there is not for a program to say.
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");

  private final Variables variables;

  SettingsReader(Variables variables) {
    this.variables = variables;
  }

  Settings read() {
    var dataDir = folder("DATA_DIR", Path.of("data"));
    return new Settings(
        port(),
        variables.text("HOST").orElse("0.0.0.0"),
        publicUrl(),
        variables.list("ALLOWED_HOSTS").stream().map(SettingsReader::lowerCase).toList(),
        allowedOrigins(),
        database(),
        redisUrl(),
        dataDir,
        folder("BLOB_DIR", dataDir.resolve("blobs")),
        new Extensions(
            folder("EXTENSIONS_DIR", dataDir.resolve("extensions")),
            variables.duration("EXTENSION_TIMEOUT", SECONDS, Duration.ofSeconds(10))),
        adminEmail(),
        variables.text("ADMIN_PASSWORD").orElse(null),
        variables.text("DEMO_PASSWORD").orElse(null),
        variables.duration("SESSION_TTL", SECONDS, Duration.ofDays(14)),
        variables.duration("TOKEN_TTL", SECONDS, Duration.ofMinutes(15)),
        variables.text("JWT_SECRET", "SECRET_KEY").orElse(null),
        variables.uri(Set.of("smtp", "smtps"), "SMTP_URL").orElse(null),
        variables.duration("EVENT_RETENTION", DAYS, Duration.ofDays(30)),
        variables.duration("METRICS_UPDATE_INTERVAL", MINUTES, Duration.ofMinutes(5)),
        timelineEntityTypes(),
        trustedProxies(),
        logLevel(),
        variables.choice(LogFormat.class, "LOG_FORMAT").orElse(LogFormat.TEXT),
        sockets(),
        limits());
  }

  private int port() {
    var port = variables.number("PORT", 0, LARGEST_PORT, 8080);
    variables
        .find("SOCKET_IO_PORT")
        .filter(socketIo -> Variables.number(socketIo, 0, LARGEST_PORT) != port)
        .ifPresent(socketIo -> {
          throw socketIo.unusable(
              "be the same as PORT (" + port + "), for one port serves everything");
        });
    return port;
  }

  private @Nullable URI publicUrl() {
    return variables
        .uri(WEB, "PUBLIC_URL", "NEXT_PUBLIC_APP_URL")
        .map(uri -> URI.create(uri.toString().replaceFirst("/+$", "")))
        .orElse(null);
  }

  /// As browsers write them in the header `Origin`: scheme, host and port in lower case.
  private List<String> allowedOrigins() {
    var found = variables.find("ALLOWED_ORIGINS", "CORS_ALLOWED_ORIGINS", "FRONTEND_URL");
    return found.stream()
        .flatMap(variable ->
            variables.list(variable.name()).stream()
                .map(item -> origin(new Variable(variable.name(), item))))
        .toList();
  }

  private static String origin(Variable item) {
    var uri = Variables.uri(item, WEB);
    return lowerCase(uri.getScheme() + "://" + uri.getAuthority());
  }

  private @Nullable DatabaseAddress database() {
    var user = variables.text("DATABASE_USER", "DB_USER").orElse(null);
    var password = variables.text("DATABASE_PASSWORD", "DB_PASSWORD").orElse(null);
    var url = variables.text("DATABASE_URL");
    if (url.isPresent()) {
      return DatabaseAddress.parse(url.get(), user, password);
    }
    return variables
        .text("DB_HOST")
        .map(host ->
            DatabaseAddress.of(
                host,
                variables.number("DB_PORT", 1, LARGEST_PORT, POSTGRES_PORT),
                variables.text("DB_NAME").orElse("deskwire"),
                user,
                password))
        .orElse(null);
  }

  private @Nullable URI redisUrl() {
    return variables
        .uri(Set.of("redis", "rediss"), "REDIS_URL")
        .or(() -> variables.text("REDIS_HOST").map(this::redisUrl))
        .orElse(null);
  }

  private URI redisUrl(String host) {
    var port = variables.number("REDIS_PORT", 1, LARGEST_PORT, REDIS_PORT);
    var password = variables.text("REDIS_PASSWORD").map(secret -> ":" + secret).orElse(null);
    try {
      return new URI("redis", password, host, port, null, null, null);
    } catch (URISyntaxException e) {
      throw new CannotStartException("REDIS_HOST must be the name of a host", e);
    }
  }

  private Path folder(String name, Path byDefault) {
    var variable = variables.find(name);
    try {
      return variable
          .map(found -> Path.of(found.value()))
          .orElse(byDefault)
          .toAbsolutePath()
          .normalize();
    } catch (InvalidPathException _) {
      throw variable.orElseThrow().unusable("be a folder");
    }
  }

  private String adminEmail() {
    var variable = variables.find("ADMIN_EMAIL");
    if (variable.isPresent() && !EMAIL.matcher(variable.get().value()).matches()) {
      throw variable.get().unusable("be an e-mail address");
    }
    return variable.map(Variable::value).orElse("admin@localhost");
  }

  private List<String> timelineEntityTypes() {
    return variables.list("TIMELINE_ENTITY_TYPES").stream()
        .map(item -> {
          if (!Text.isWord(item)) {
            throw new Variable("TIMELINE_ENTITY_TYPES", item)
                .unusable("list words of lower-case letters, digits, _ and -, as in shipment");
          }
          return item;
        })
        .toList();
  }

  private List<AddressRange> trustedProxies() {
    return variables.list("TRUSTED_PROXIES").stream()
        .map(item ->
            AddressRange.parse(item)
                .orElseThrow(() ->
                    new Variable("TRUSTED_PROXIES", item)
                        .unusable("list addresses or ranges such as 10.0.0.0/8")))
        .toList();
  }

  private LogLevel logLevel() {
    return variables
        .choice(LogLevel.class, "LOG_LEVEL")
        .or(() ->
            variables
                .text("DEBUG")
                .filter(value -> !Set.of("0", "false", "no", "off").contains(lowerCase(value)))
                .map(_ -> LogLevel.DEBUG))
        .orElse(LogLevel.INFO);
  }

  private Sockets sockets() {
    return new Sockets(
        variables.duration("SOCKET_PING_INTERVAL", SECONDS, Duration.ofSeconds(25)),
        variables.duration("SOCKET_PING_TIMEOUT", SECONDS, Duration.ofSeconds(60)),
        variables.duration("SOCKET_CONNECT_TIMEOUT", SECONDS, Duration.ofSeconds(10)),
        variables.duration("SOCKET_AUTH_TIMEOUT", SECONDS, Duration.ofSeconds(10)),
        variables.duration("SOCKET_RECOVERY", SECONDS, Duration.ofMinutes(2)),
        variables.duration("RELAY_LAG_LIMIT", SECONDS, Duration.ofSeconds(30)));
  }

  private Limits limits() {
    return new Limits(
        (int) variables.bytes("MAX_FRAME_SIZE", Integer.MAX_VALUE, 1_000_000),
        count("MAX_EVENTS_PER_SECOND", 50),
        count("MAX_EVENT_BURST", 100),
        count("MAX_JOINS_PER_SECOND", 20),
        count("MAX_ROOMS", 1000),
        count("MAX_BINARY_ATTACHMENTS", 10),
        count("MAX_INBOUND_QUEUE", 256),
        (int) variables.bytes("MAX_OUTBOUND_QUEUE", Integer.MAX_VALUE, 4 << 20),
        count("MAX_LOGIN_FAILURES", 10),
        count("MAX_LOGIN_FAILURES_PER_ADDRESS", 100),
        variables.duration("LOGIN_WINDOW", MINUTES, Duration.ofMinutes(15)),
        count("MAX_TITLE_LENGTH", 255),
        count("MAX_BODY_LENGTH", 65_536),
        count("MAX_TAG_LENGTH", 50),
        count("MAX_TAGS", 20),
        variables.bytes("UPLOAD_LIMIT", Long.MAX_VALUE >> 1, 25 << 20));
  }

  private int count(String name, int byDefault) {
    return variables.number(name, 1, Integer.MAX_VALUE, byDefault);
  }

  private static String lowerCase(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
