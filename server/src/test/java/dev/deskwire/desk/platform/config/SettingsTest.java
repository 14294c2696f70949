package dev.deskwire.desk.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.deskwire.desk.platform.config.Settings.LogFormat;
import dev.deskwire.desk.platform.config.Settings.LogLevel;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  @Test
  void everythingHasADefaultThatWorks() {
    var settings = settings();

    assertThat(settings.port()).isEqualTo(8080);
    assertThat(settings.host()).isEqualTo("0.0.0.0");
    assertThat(settings.publicUrl()).isNull();
    assertThat(settings.database()).as("embedded").isNull();
    assertThat(settings.redisUrl()).as("a single node").isNull();
    assertThat(settings.dataDir()).isEqualTo(Path.of("data").toAbsolutePath());
    assertThat(settings.blobDir()).isEqualTo(Path.of("data/blobs").toAbsolutePath());
    assertThat(settings.adminEmail()).isEqualTo("admin@localhost");
    assertThat(settings.sessionTtl()).isEqualTo(Duration.ofDays(14));
    assertThat(settings.metricsUpdateInterval()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.logLevel()).isEqualTo(LogLevel.INFO);
    assertThat(settings.logFormat()).isEqualTo(LogFormat.TEXT);
    assertThat(settings.sockets().pingInterval()).isEqualTo(Duration.ofSeconds(25));
    assertThat(settings.limits().frameBytes()).isEqualTo(1_000_000);
    assertThat(settings.limits().uploadBytes()).isEqualTo(25 * 1024 * 1024);
  }

  @Test
  void emptyVariableCountsAsNone() {
    assertThat(settings("PORT", " ", "DATABASE_URL", "")).isEqualTo(settings());
  }

  @Test
  void aliasesServeAndTheMainNameWins() {
    assertThat(settings("NEXT_PUBLIC_APP_URL", "https://desk.example/").publicUrl())
        .isEqualTo(URI.create("https://desk.example"));
    assertThat(settings("SECRET_KEY", "alias").jwtSecret()).isEqualTo("alias");
    assertThat(settings("SECRET_KEY", "alias", "JWT_SECRET", "main").jwtSecret()).isEqualTo("main");
    assertThat(settings("FRONTEND_URL", "https://Portal.example/app").allowedOrigins())
        .containsExactly("https://portal.example");
  }

  @Test
  void databaseIsNamedByAnAddressOrByItsParts() {
    var address = new DatabaseAddress("jdbc:postgresql://db:5432/desk", "ann", "secret");
    assertThat(settings("DATABASE_URL", "postgres://ann:secret@db/desk").database())
        .isEqualTo(address);
    assertThat(
            settings("DB_HOST", "db", "DB_NAME", "desk", "DB_USER", "ann", "DB_PASSWORD", "secret")
                .database())
        .isEqualTo(address);
  }

  @Test
  void redisIsNamedByAnAddressOrByItsParts() {
    assertThat(settings("REDIS_URL", "redis://cache:6380/1").redisUrl())
        .isEqualTo(URI.create("redis://cache:6380/1"));
    assertThat(settings("REDIS_HOST", "cache").redisUrl())
        .isEqualTo(URI.create("redis://cache:6379"));
  }

  @Test
  void listsAreSeparatedByCommas() {
    assertThat(settings("ALLOWED_HOSTS", "Desk.example, localhost,").allowedHosts())
        .containsExactly("desk.example", "localhost");
    assertThat(settings("ALLOWED_ORIGINS", "http://a:3000,https://b").allowedOrigins())
        .containsExactly("http://a:3000", "https://b");
  }

  @ParameterizedTest
  @CsvSource({
    "3600, PT1H",
    "90s, PT90S",
    "15m, PT15M",
    "12 h, PT12H",
    "14d, P14D",
    "500ms, PT0.5S"
  })
  void durationsHaveUnits(String written, Duration meant) {
    assertThat(settings("SESSION_TTL", written).sessionTtl()).isEqualTo(meant);
  }

  @Test
  void bareNumberIsInTheUnitOfItsVariable() {
    assertThat(settings("METRICS_UPDATE_INTERVAL", "2").metricsUpdateInterval())
        .isEqualTo(Duration.ofMinutes(2));
    assertThat(settings("EVENT_RETENTION", "7").eventRetention()).isEqualTo(Duration.ofDays(7));
  }

  @ParameterizedTest
  @CsvSource({"1000, 1000", "512KB, 524288", "25 MB, 26214400", "1g, 1073741824"})
  void sizesHaveUnits(String written, long meant) {
    assertThat(settings("UPLOAD_LIMIT", written).limits().uploadBytes()).isEqualTo(meant);
  }

  @ParameterizedTest
  @CsvSource({"1, DEBUG", "true, DEBUG", "socket.io*, DEBUG", "0, INFO", "false, INFO"})
  void debugIsALogLevel(String debug, LogLevel level) {
    assertThat(settings("DEBUG", debug).logLevel()).isEqualTo(level);
    assertThat(settings("DEBUG", debug, "LOG_LEVEL", "warn").logLevel()).isEqualTo(LogLevel.WARN);
  }

  @Test
  void socketIoPortMayOnlySayTheSameAsPort() {
    assertThat(settings("PORT", "3001", "SOCKET_IO_PORT", "3001").port()).isEqualTo(3001);
    assertRefused(
        "SOCKET_IO_PORT must be the same as PORT (8080), for one port serves everything, but is"
            + " \"3001\"",
        "SOCKET_IO_PORT",
        "3001");
  }

  @Test
  void trustedProxiesAreRangesOfAddresses() {
    var proxies = settings("TRUSTED_PROXIES", "10.0.0.0/9, ::1").trustedProxies();
    assertThat(proxies.getFirst().contains(InetAddress.ofLiteral("10.127.3.4"))).isTrue();
    assertThat(proxies.getFirst().contains(InetAddress.ofLiteral("10.128.0.0"))).isFalse();
    assertThat(proxies.getFirst().contains(InetAddress.ofLiteral("::1"))).isFalse();
    assertThat(proxies.getLast().contains(InetAddress.ofLiteral("::1"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PORT            | abc    | PORT must be a number from 0 to 65535, but is \"abc\"",
        "PORT            | 65536  | PORT must be a number from 0 to 65535, but is \"65536\"",
        "LOG_FORMAT      | xml    | LOG_FORMAT must be one of text, json, but is \"xml\"",
        "LOG_LEVEL       | loud   | LOG_LEVEL must be one of error, warn, info, debug, trace, but is"
            + " \"loud\"",
        "SESSION_TTL     | 2w     | SESSION_TTL must be a duration such as 90s, 15m, 12h or 14d (a"
            + " bare number counts seconds), but is \"2w\"",
        "EVENT_RETENTION | 0      | EVENT_RETENTION must be a duration such as 90s, 15m, 12h or 14d"
            + " (a bare number counts days), but is \"0\"",
        "MAX_FRAME_SIZE  | 4 GB   | MAX_FRAME_SIZE must be a size such as 500000, 512KB or 25MB, at"
            + " most 2147483647 bytes, but is \"4 GB\"",
        "REDIS_URL       | http:x | REDIS_URL must be an address such as redis://host or"
            + " rediss://host",
        "PUBLIC_URL      | desk   | PUBLIC_URL must be an address such as http://host or"
            + " https://host",
        "ADMIN_EMAIL     | ann    | ADMIN_EMAIL must be an e-mail address, but is \"ann\"",
        "TRUSTED_PROXIES | proxy  | TRUSTED_PROXIES must list addresses or ranges such as"
            + " 10.0.0.0/8, but is \"proxy\""
      })
  void valueThatCannotBeUsedIsRefusedByName(String name, String value, String sentence) {
    assertRefused(sentence, name, value);
  }

  @Test
  void secretsAreNotPrinted() {
    assertThat(
            settings(
                    "JWT_SECRET", "s3cret",
                    "ADMIN_PASSWORD", "s3cret",
                    "DATABASE_URL", "postgres://ann:s3cret@db/desk",
                    "REDIS_URL", "redis://:s3cret@cache",
                    "SMTP_URL", "smtp://ann:s3cret@mail")
                .toString())
        .doesNotContain("s3cret");
  }

  private static void assertRefused(String sentence, String... variables) {
    assertThatThrownBy(() -> settings(variables))
        .isInstanceOf(CannotStartException.class)
        .hasMessage(sentence);
  }

  private static Settings settings(String... variables) {
    var environment = new HashMap<String, String>();
    for (var i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return Settings.from(environment::get);
  }
}
