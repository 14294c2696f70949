package dev.deskwire.desk.platform.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All that an operator can set, read once at the start. Immutable.
///
/// Each component says which environment variable it comes from, its aliases in brackets and its
/// default. An empty variable counts as none. Durations are written `90s`, `15m`, `12h`, `14d` or
/// `500ms`; a bare number is in the unit that the component names. Sizes are bytes, or `512KB`,
/// `25MB`, `1GB` in powers of 1024. Lists are separated by commas.
///
/// @param port `PORT`, 8080: where HTTP and all sockets are served; 0 takes any free port.
///   `SOCKET_IO_PORT` is accepted when it says the same
/// @param host `HOST`, 0.0.0.0: the address to listen on
/// @param publicUrl `PUBLIC_URL` (`NEXT_PUBLIC_APP_URL`): where browsers reach the desk, without a
///   slash at the end; used in links and to tell own origins from foreign ones
/// @param allowedHosts `ALLOWED_HOSTS`: names by which the desk may be asked for, in lower case,
///   beside that of `publicUrl`; empty admits all
/// @param allowedOrigins `ALLOWED_ORIGINS` (`CORS_ALLOWED_ORIGINS`, `FRONTEND_URL`): pages from
///   elsewhere that may use the desk, as in `https://portal.example`
/// @param database `DATABASE_URL`, `DATABASE_USER`, `DATABASE_PASSWORD` (`DB_HOST`, `DB_PORT`,
///   `DB_NAME`, `DB_USER`, `DB_PASSWORD`): a PostgreSQL; none: the desk runs its own under
///   `dataDir`
/// @param redisUrl `REDIS_URL` (`REDIS_HOST`, `REDIS_PORT`, `REDIS_PASSWORD`): makes several nodes
///   one desk, and is where other programs speak to its people; none: this node is alone
/// @param dataDir `DATA_DIR`, `data` in the working folder: what the desk keeps on disk; absolute
/// @param blobDir `BLOB_DIR`, `blobs` in `dataDir`: bytes of attachments, shared by all nodes;
///   absolute
/// @param extensions the folder of jars that extend the desk, and how long their code may take
/// @param adminEmail `ADMIN_EMAIL`, admin@localhost: the first administrator, made at the first
///   start
/// @param adminPassword `ADMIN_PASSWORD`: theirs; none: generated and printed once
/// @param demoPassword `DEMO_PASSWORD`: of all demo users; none: generated and printed
/// @param sessionTtl `SESSION_TTL`, 14 days (in seconds): how long a browser stays signed in after
///   its last use
/// @param tokenTtl `TOKEN_TTL`, 15 minutes (in seconds): how long a program's token serves
/// @param jwtSecret `JWT_SECRET` (`SECRET_KEY`): signs tokens; none: generated once and kept in the
///   database, so that all nodes share it
/// @param smtpUrl `SMTP_URL`, as in `smtp://user:password@mail.example:587`: has no effect yet, no
///   e-mail is sent
/// @param eventRetention `EVENT_RETENTION`, 30 days (in days): how far back a client can catch up
/// @param metricsUpdateInterval `METRICS_UPDATE_INTERVAL`, 5 minutes (in minutes): how often queues
///   are counted anew, and report their counts even when nothing changed
/// @param timelineEntityTypes `TIMELINE_ENTITY_TYPES`, as in `shipment, vehicle`: what has
///   timelines beside the types that the desk knows
/// @param trustedProxies `TRUSTED_PROXIES`, as in `10.0.0.0/8, ::1`: whose `X-Forwarded-…` headers
///   are believed; empty: nobody's
/// @param logLevel `LOG_LEVEL`, info (`DEBUG`, when it is neither empty, `0` nor `false`, is debug)
/// @param logFormat `LOG_FORMAT`, text: or json, one object a line
/// @param sockets how long realtime connections wait
/// @param limits what one peer may ask of the desk
public record Settings(
    int port,
    String host,
    @Nullable URI publicUrl,
    List<String> allowedHosts,
    List<String> allowedOrigins,
    @Nullable DatabaseAddress database,
    @Nullable URI redisUrl,
    Path dataDir,
    Path blobDir,
    Extensions extensions,
    String adminEmail,
    @Nullable String adminPassword,
    @Nullable String demoPassword,
    Duration sessionTtl,
    Duration tokenTtl,
    @Nullable String jwtSecret,
    @Nullable URI smtpUrl,
    Duration eventRetention,
    Duration metricsUpdateInterval,
    List<String> timelineEntityTypes,
    List<AddressRange> trustedProxies,
    LogLevel logLevel,
    LogFormat logFormat,
    Sockets sockets,
    Limits limits) {

  /// How much is told in the log.
  public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  /// How a line of the log looks.
  public enum LogFormat {
    TEXT,
    JSON
  }

  /// Jars that extend the desk.
  ///
  /// @param folder `EXTENSIONS_DIR`, `extensions` in `dataDir`: where they lie; absolute
  /// @param timeout `EXTENSION_TIMEOUT`, 10 s: what one call into an extension may take
  public record Extensions(Path folder, Duration timeout) {}

  /// How long realtime connections wait. The defaults are the contract's.
  ///
  /// @param pingInterval `SOCKET_PING_INTERVAL`, 25 s: between two pings of the server
  /// @param pingTimeout `SOCKET_PING_TIMEOUT`, 60 s: for the answer to one
  /// @param connectTimeout `SOCKET_CONNECT_TIMEOUT`, 10 s: for a connection to join a namespace
  /// @param authenticationTimeout `SOCKET_AUTH_TIMEOUT`, 10 s: for a client that joined without
  ///   credentials to send them
  /// @param recovery `SOCKET_RECOVERY`, 2 minutes: how long a dropped session can be taken up again
  /// @param lagLimit `RELAY_LAG_LIMIT`, 30 s: how far delivery may be behind the log before the
  ///   node says that it is not ready
  public record Sockets(
      Duration pingInterval,
      Duration pingTimeout,
      Duration connectTimeout,
      Duration authenticationTimeout,
      Duration recovery,
      Duration lagLimit) {}

  /// What one peer may ask of the desk. Each has a clear error when it is passed.
  ///
  /// @param frameBytes `MAX_FRAME_SIZE`, 1 000 000: a frame of a socket, or the body of a request
  ///   that uploads no file
  /// @param eventsPerSecond `MAX_EVENTS_PER_SECOND`, 50: of one socket, in the long run
  /// @param eventBurst `MAX_EVENT_BURST`, 100: of one socket at once
  /// @param joinsPerSecond `MAX_JOINS_PER_SECOND`, 20: of one socket
  /// @param rooms `MAX_ROOMS`, 1000: that one socket may have joined at a time
  /// @param binaryAttachments `MAX_BINARY_ATTACHMENTS`, 10: of one Socket.IO packet
  /// @param inboundQueue `MAX_INBOUND_QUEUE`, 256: events of one socket that wait for their turn
  /// @param outboundQueueBytes `MAX_OUTBOUND_QUEUE`, 4 MB: what waits for a slow reader before the
  ///   connection is closed
  /// @param loginFailuresPerAccount `MAX_LOGIN_FAILURES`, 10: within `loginWindow`, for each e-mail
  /// @param loginFailuresPerAddress `MAX_LOGIN_FAILURES_PER_ADDRESS`, 100: within `loginWindow`
  /// @param loginWindow `LOGIN_WINDOW`, 15 minutes (in minutes)
  /// @param titleLength `MAX_TITLE_LENGTH`, 255 characters
  /// @param bodyLength `MAX_BODY_LENGTH`, 65 536 characters: of a description or comment
  /// @param tagLength `MAX_TAG_LENGTH`, 50 characters
  /// @param tags `MAX_TAGS`, 20: of one ticket
  /// @param uploadBytes `UPLOAD_LIMIT`, 25 MB: of one attachment
  public record Limits(
      int frameBytes,
      int eventsPerSecond,
      int eventBurst,
      int joinsPerSecond,
      int rooms,
      int binaryAttachments,
      int inboundQueue,
      int outboundQueueBytes,
      int loginFailuresPerAccount,
      int loginFailuresPerAddress,
      Duration loginWindow,
      int titleLength,
      int bodyLength,
      int tagLength,
      int tags,
      long uploadBytes) {}

  /// Reads all settings.
  ///
  /// @param lookup the value of an environment variable, or null
  /// @throws CannotStartException if a value cannot be used; the sentence names the variable
  public static Settings from(Function<String, @Nullable String> lookup) {
    return new SettingsReader(new Variables(lookup)).read();
  }

  /// Only what is no secret.
  @Override
  public String toString() {
    return "Settings[port=%d, host=%s, dataDir=%s, database=%s]"
        .formatted(port, host, dataDir, database);
  }
}
