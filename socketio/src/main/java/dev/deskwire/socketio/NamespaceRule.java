package dev.deskwire.socketio;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// Decides which namespaces come into being when a client asks for them. Runs on a virtual thread
/// and may block; an exception counts as no.
@FunctionalInterface
public interface NamespaceRule {
  /// @param name as the client sent it, such as `/room-17`
  /// @param auth the client's credentials
  boolean admits(String name, ObjectNode auth) throws Exception;
}
