package dev.deskwire.desk;

import dev.deskwire.desk.demo.Demo;
import dev.deskwire.desk.platform.config.CannotStartException;
import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.desk.platform.config.Settings.LogFormat;
import dev.deskwire.desk.user.PasswordReset;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;
import jakarta.enterprise.inject.Instance;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The desk within Quarkus: does the task that the command line named, then ends; for `run`, when
/// it is told to stop.
public final class Desk implements QuarkusApplication {

  private static final Logger LOG = Logger.getLogger(Desk.class);

  /// What [Main] hands over; Quarkus makes this class's only object, and passes it nothing but
  /// text.
  private record Start(Task task, Settings settings, String database) {}

  private static volatile @Nullable Start start;

  private final Instance<Preparation> preparation;
  private final Instance<PasswordReset> passwordReset;
  private final Instance<Demo> demo;
  private final Instance<HttpServer> http;

  Desk(
      Instance<Preparation> preparation,
      Instance<PasswordReset> passwordReset,
      Instance<Demo> demo,
      Instance<HttpServer> http) {
    this.preparation = preparation;
    this.passwordReset = passwordReset;
    this.demo = demo;
    this.http = http;
  }

  static void prepare(Task task, Settings settings, String database) {
    start = new Start(task, settings, database);
  }

  /// Whether this process was started to serve, not to do a tool's work, and not by a test.
  static boolean isServing() {
    var start = Desk.start;
    return start != null && start.task instanceof Task.Run;
  }

  @Override
  public int run(String... arguments) {
    var start = Objects.requireNonNull(Desk.start, "Main prepares the start");
    switch (start.task) {
      case Task.Run _ -> serve(start.settings, start.database);
      case Task.ResetPassword(var email) -> resetPassword(email);
      case Task.Demo _ -> demo.get().fill();
      case Task.Backup _, Task.Restore _ ->
          throw new IllegalStateException("Tools for files run without Quarkus");
    }
    return 0;
  }

  private void resetPassword(String email) {
    var password =
        passwordReset
            .get()
            .reset(email)
            .orElseThrow(() -> new CannotStartException("Nobody here has the e-mail " + email));
    System.out.println("The new password of " + email + " is " + password);
    System.out.println("It is to be changed at the next sign-in.");
  }

  private void serve(Settings settings, String database) {
    var port = http.get().getPort();
    LOG.infof("Database: %s", database);
    LOG.info(
        settings.redisUrl() == null
            ? "Cluster: a single node"
            : "Cluster: many nodes, joined by Redis at "
                + settings.redisUrl().getHost()
                + ", where other programs speak in /programs");
    if (settings.smtpUrl() != null) {
      LOG.warn("SMTP_URL has no effect yet: the desk sends no e-mail");
    }
    LOG.info("Socket.IO server initialized");
    LOG.info("WebSocket server ready");
    LOG.infof("Server is running on port %d", port);
    var password = preparation.get().oneTimePassword();
    if (settings.logFormat() == LogFormat.JSON) {
      password.ifPresent(
          secret -> LOG.infof("%s signs in with the password %s", settings.adminEmail(), secret));
    } else {
      System.out.println(
          StartBanner.text(
              addresses(settings, port), settings.dataDir(), settings.adminEmail(), password));
    }
    Quarkus.waitForExit();
  }

  /// Where a browser finds the desk: the public address, else this machine's own.
  private static List<String> addresses(Settings settings, int port) {
    if (settings.publicUrl() != null) {
      return List.of(settings.publicUrl().toString());
    }
    var host = settings.host();
    if (!host.equals("0.0.0.0") && !host.equals("::")) {
      return List.of(url(host, port));
    }
    return Stream.concat(Stream.of("localhost"), networkAddresses().stream())
        .map(name -> url(name, port))
        .toList();
  }

  private static String url(String host, int port) {
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  private static List<String> networkAddresses() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(Inet4Address.class::isInstance)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .map(InetAddress::getHostAddress)
          .toList();
    } catch (SocketException _) {
      return List.of();
    }
  }
}
