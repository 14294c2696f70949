package dev.deskwire.desk;

import dev.deskwire.desk.platform.config.CannotStartException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Asks early whether the desk can listen, so that it says so before it does anything else.
final class ListeningPort {
  private ListeningPort() {}

  /// @throws CannotStartException if another program has the port, or nobody may have it
  static void requireFree(String host, int port) {
    var address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new CannotStartException("HOST must be an address of this machine, but is " + host);
    }
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
    } catch (BindException e) {
      throw new CannotStartException(sentence(host, port, e), e);
    } catch (IOException e) {
      throw new CannotStartException(
          "Port " + port + " of " + host + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static String sentence(String host, int port, BindException e) {
    var reason = String.valueOf(e.getMessage());
    if (reason.contains("in use")) {
      return "Port %d is already in use: stop the program that uses it, or set PORT to another"
          .formatted(port);
    }
    if (reason.contains("ermission")) {
      return "Port %d needs more rights than this user has: set PORT to one above 1023"
          .formatted(port);
    }
    return "HOST must be an address of this machine, but is %s (%s)".formatted(host, reason);
  }
}
