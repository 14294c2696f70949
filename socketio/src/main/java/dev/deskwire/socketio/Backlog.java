package dev.deskwire.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.socketio.engine.Outbound;
import dev.deskwire.socketio.packet.SocketPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// What a socket has to be sent as soon as its client knows that it is back: the events it missed,
/// then those that were emitted meanwhile. None twice, none left out. Thread-safe.
final class Backlog {
  /// A missed event and its offset.
  record Missed(String offset, Outbound outbound) {}

  private record Live(SocketPacket.Event packet, Outbound outbound) {}

  private final List<Live> live = new ArrayList<>();
  private final long maxBytes;
  private List<Missed> missed = List.of();
  private long bytes;
  private boolean released;

  Backlog(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  synchronized void missed(List<Missed> events) {
    missed = events;
  }

  /// Keeps an event until the release.
  ///
  /// @return false after the release: the event can be sent at once
  synchronized boolean hold(SocketPacket.Event packet, Outbound outbound) {
    if (!released && !outbound.droppable()) {
      live.add(new Live(packet, outbound));
      bytes += outbound.size();
    }
    return !released;
  }

  /// Sends everything, in order. Nothing if it is too much: the client has to be given up.
  ///
  /// @return whether it was sent
  synchronized boolean release(Consumer<Outbound> send) {
    released = true;
    if (bytes > maxBytes) {
      return false;
    }
    Set<String> sent = missed.stream().map(Missed::offset).collect(Collectors.toSet());
    missed.forEach(event -> send.accept(event.outbound()));
    for (var event : live) {
      if (!sent.contains(offset(event.packet()))) {
        send.accept(event.outbound());
      }
    }
    live.clear();
    missed = List.of();
    return true;
  }

  private static String offset(SocketPacket.Event packet) {
    List<JsonNode> data = packet.data();
    return data.isEmpty() || packet.id() != null ? "" : data.getLast().asText("");
  }
}
