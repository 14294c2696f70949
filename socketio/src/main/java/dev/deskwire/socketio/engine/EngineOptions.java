package dev.deskwire.socketio.engine;

import dev.deskwire.socketio.session.EngineSettings;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// How an [EngineServer] behaves.
///
/// @param cors what browsers are told about other origins; nothing when absent
/// @param opening how sessions are opened
/// @param maxQueuedBytes what may wait for one client before it counts as a slow reader
/// @param deflateThreshold bytes from which on messages on a WebSocket are compressed, if the
///   client agrees; [HttpOptions#NO_COMPRESSION] for never
/// @param http how answers in HTTP look
/// @param observer hears what connections do
/// @param executor runs what may block: the gate, the middlewares, the compression of much
public record EngineOptions(
    EngineSettings session,
    Set<TransportKind> transports,
    @Nullable CorsPolicy cors,
    OpeningOptions opening,
    long maxQueuedBytes,
    int deflateThreshold,
    HttpOptions http,
    EngineObserver observer,
    Executor executor,
    ErrorHook errors) {
  /// Four times the default message limit: a burst of large messages fits, a stalled client does
  /// not cost more.
  public static final long DEFAULT_MAX_QUEUED_BYTES = 4_000_000;

  public EngineOptions {
    transports = Set.copyOf(transports);
  }
}
