package dev.deskwire.desk.platform.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/// Where a PostgreSQL database is and who signs in there.
///
/// @param jdbcUrl as the driver takes it, without user and password
/// @param password empty when the server asks for none
public record DatabaseAddress(String jdbcUrl, String user, String password) {

  private static final int DEFAULT_PORT = 5432;

  /// Reads the two forms an operator may use:
  /// `postgres://user:password@host:port/name?option=value` (also `postgresql://`) and
  /// `jdbc:postgresql://…`.
  ///
  /// @param user who signs in, when the address does not say; the address wins
  /// @throws CannotStartException if the address is of neither form; the sentence never quotes the
  ///   address, for it may hold a password
  public static DatabaseAddress parse(
      String address, @Nullable String user, @Nullable String password) {
    if (address.startsWith("jdbc:")) {
      if (!address.startsWith("jdbc:postgresql:")) {
        throw new CannotStartException("DATABASE_URL must name a PostgreSQL database");
      }
      return new DatabaseAddress(address, orEmpty(user), orEmpty(password));
    }
    var uri = uri(address);
    var name = uri.getRawPath().replaceFirst("^/", "");
    if (name.isEmpty()) {
      throw new CannotStartException("DATABASE_URL must name a database after the host's slash");
    }
    var port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    var credentials = orEmpty(uri.getRawUserInfo()).split(":", 2);
    return new DatabaseAddress(
        "jdbc:postgresql://" + uri.getHost() + ":" + port + "/" + name + query,
        credentials[0].isEmpty() ? orEmpty(user) : decoded(credentials[0]),
        credentials.length < 2 ? orEmpty(password) : decoded(credentials[1]));
  }

  /// The address of `name` on a host, for those who configure the parts one by one.
  public static DatabaseAddress of(
      String host, int port, String name, @Nullable String user, @Nullable String password) {
    return new DatabaseAddress(
        "jdbc:postgresql://" + host + ":" + port + "/" + name, orEmpty(user), orEmpty(password));
  }

  /// Opens a connection outside the desk's pool; the caller closes it.
  public Connection connect() throws SQLException {
    // Not by DriverManager, which knows only drivers of the class loader that the JVM began with.
    var credentials = new Properties();
    if (!user.isEmpty()) {
      credentials.setProperty("user", user);
      credentials.setProperty("password", password);
    }
    var connection = new Driver().connect(jdbcUrl, credentials);
    return Objects.requireNonNull(connection, "an address of PostgreSQL's driver");
  }

  /// Host and name, for a log line: neither options (which may hold a password) nor user.
  public String display() {
    var end = jdbcUrl.indexOf('?');
    return jdbcUrl.substring("jdbc:".length(), end < 0 ? jdbcUrl.length() : end);
  }

  @Override
  public String toString() {
    return "DatabaseAddress[" + display() + "]";
  }

  private static URI uri(String address) {
    try {
      var uri = new URI(address);
      var scheme = orEmpty(uri.getScheme());
      if ((scheme.equals("postgres") || scheme.equals("postgresql")) && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // the sentence below says it; the exception would quote a password
    }
    throw new CannotStartException(
        "DATABASE_URL must look like postgres://user:password@host:5432/name or jdbc:postgresql://…");
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
