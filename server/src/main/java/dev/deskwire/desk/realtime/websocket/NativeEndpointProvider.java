package dev.deskwire.desk.realtime.websocket;

import java.util.Collection;

/// Adds [NativeEndpoint]s that are no beans. Providers are discovered.
public interface NativeEndpointProvider {
  /// Asked for each request, on an event loop, so it answers from memory.
  Collection<NativeEndpoint> nativeEndpoints();
}
