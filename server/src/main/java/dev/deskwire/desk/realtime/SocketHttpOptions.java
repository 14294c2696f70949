package dev.deskwire.desk.realtime;

import dev.deskwire.socketio.vertx.SocketIoVertx;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/// Sets up the one HTTP port for the sockets that share it.
@ApplicationScoped
class SocketHttpOptions implements HttpServerOptionsCustomizer {
  private final SocketGateway gateway;

  SocketHttpOptions(SocketGateway gateway) {
    this.gateway = gateway;
  }

  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    SocketIoVertx.configure(options, gateway.server());
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    SocketIoVertx.configure(options, gateway.server());
  }
}
