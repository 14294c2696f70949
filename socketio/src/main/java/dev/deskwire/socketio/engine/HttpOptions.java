package dev.deskwire.socketio.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How answers in HTTP look.
///
/// @param compressionThreshold bytes from which on an answer to a poll is compressed, if the client
///   can read that; [#NO_COMPRESSION] for never
/// @param cookie with the session's id; none when absent
/// @param initialHeaders added to the first answer of a session
/// @param headers added to every answer of a session, and to the handshake of a WebSocket
/// @param middlewares stand before all requests, in this order
/// @param refusals hears of refused requests
/// @param client the official client's files, served under `clientPath`; none when absent
/// @param clientPath with a slash at the end
public record HttpOptions(
    int compressionThreshold,
    @Nullable SessionCookie cookie,
    HeaderHook initialHeaders,
    HeaderHook headers,
    List<HttpMiddleware> middlewares,
    RefusalHook refusals,
    @Nullable ClientFiles client,
    String clientPath) {
  /// A threshold that no answer reaches: compression is off.
  public static final int NO_COMPRESSION = Integer.MAX_VALUE;

  /// The reference's defaults.
  public static final HttpOptions DEFAULT =
      new HttpOptions(
          1_024, null, HeaderHook.NONE, HeaderHook.NONE, List.of(), RefusalHook.NONE, null, "/");

  public HttpOptions {
    middlewares = List.copyOf(middlewares);
  }
}
