package dev.deskwire.desk.realtime;

import dev.deskwire.socketio.Args;
import dev.deskwire.socketio.Namespace;
import dev.deskwire.socketio.ServerObserver;
import dev.deskwire.socketio.Socket;
import dev.deskwire.socketio.engine.TransportKind;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What the Socket.IO door counts.
@ApplicationScoped
class SocketStats implements DoorStats {
  private final SocketGateway gateway;
  private final RateMeter sent;

  SocketStats(SocketGateway gateway, InstantSource clock) {
    this.gateway = gateway;
    sent = new RateMeter(clock);
  }

  void start(@Observes StartupEvent started) {
    gateway
        .server()
        .observe(
            new ServerObserver() {
              @Override
              public void eventSent(Socket socket, String event, Args args) {
                sent.count();
              }
            });
  }

  private Namespace desk() {
    return gateway.server().of("/");
  }

  @Override
  public Map<String, Integer> byTransport() {
    var counts = new TreeMap<String, Integer>();
    for (var kind : TransportKind.values()) {
      counts.put(kind.wireName(), 0);
    }
    desk()
        .sockets()
        .forEach(
            socket -> counts.merge(socket.connection().transport().wireName(), 1, Integer::sum));
    return counts;
  }

  @Override
  public Set<String> users() {
    return desk().sockets().stream()
        .map(Signed::of)
        .filter(Objects::nonNull)
        .map(Signed::userId)
        .collect(Collectors.toSet());
  }

  @Override
  public Set<String> rooms() {
    return desk().rooms().stream()
        .filter(room -> RoomName.parse(room).isPresent())
        .collect(Collectors.toSet());
  }

  @Override
  public double messagesPerSecond() {
    return sent.perSecond();
  }
}
