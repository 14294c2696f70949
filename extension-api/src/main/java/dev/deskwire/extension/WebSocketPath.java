package dev.deskwire.extension;

import java.util.Map;
import java.util.function.Consumer;

/// A path of native WebSockets, as an extension describes it while it is initialized. The desk
/// signs in who connects, holds them to its rates, answers `ping`, and closes with 4001, 4003 and
/// 4008 as at its own paths.
public interface WebSocketPath {
  /// Decides on a connection of somebody who has a role that may connect.
  @FunctionalInterface
  interface Admission {
    /// @param parameters of the path, by name
    /// @return whether they may; if not, the connection closes with 4003
    boolean admits(Person person, Map<String, String> parameters) throws Exception;
  }

  /// Asks `admission` as well, once for each connection; the roles are asked again whenever
  /// somebody's rights change. Without one the roles decide.
  WebSocketPath admit(Admission admission);

  /// A connection has been opened; nothing that it sends has been read.
  WebSocketPath opened(Consumer<Client> action);

  /// A connection that was opened is gone.
  WebSocketPath closed(Consumer<Client> action);

  /// Answers messages `{"type": type, …}`.
  ///
  /// @param type none of the desk's, which are `ping` and `resume`
  /// @param payload the type of the message's other members
  <P> WebSocketPath on(String type, Class<P> payload, Command<P> command);
}
