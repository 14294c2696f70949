package dev.deskwire.desk.realtime;

import dev.deskwire.desk.platform.config.Settings.Limits;
import dev.deskwire.socketio.Socket;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Objects;

/// How much one socket may still ask now, kept with it.
///
/// @param events everything that it sends
/// @param joins those among them that join rooms
public record SocketRates(Bucket events, Bucket joins) {
  private static final String KEY = "rates";

  private static final Duration SECOND = Duration.ofSeconds(1);

  /// A socket that has asked nothing yet.
  public static SocketRates fresh(Limits limits) {
    return new SocketRates(
        Bucket.builder()
            .addLimit(limit ->
                limit.capacity(limits.eventBurst()).refillGreedy(limits.eventsPerSecond(), SECOND))
            .build(),
        Bucket.builder()
            .addLimit(limit ->
                limit
                    .capacity(limits.joinsPerSecond())
                    .refillGreedy(limits.joinsPerSecond(), SECOND))
            .build());
  }

  void keepWith(Socket socket) {
    socket.data().put(KEY, this);
  }

  static SocketRates of(Socket socket) {
    return (SocketRates) Objects.requireNonNull(socket.data().get(KEY));
  }
}
