package dev.deskwire.bench.server;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketConfig;
import com.corundumstudio.socketio.SocketIOServer;
import dev.deskwire.bench.Commands;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// The peer `netty-socketio`.
public final class NettySocketIoServer {
  private NettySocketIoServer() {}

  /// Listens on a free port of the loopback address and obeys.
  ///
  /// @param args the number of event loops
  public static void main(String[] args) throws Exception {
    var socket = new SocketConfig();
    socket.setAcceptBackLog(4096);
    socket.setTcpNoDelay(true);
    var options = new Configuration();
    options.setHostname("127.0.0.1");
    options.setPort(freePort());
    options.setWorkerThreads(Integer.parseInt(args[0]));
    options.setUseLinuxNativeEpoll(true);
    options.setSocketConfig(socket);
    options.setPingInterval(300_000);
    options.setPingTimeout(200_000);
    var server = new SocketIOServer(options);
    server.start();
    new Commands()
        .on("emit", numbers -> emit(server, numbers.get(0), numbers.get(1)))
        .serve("listening " + options.getPort());
  }

  private static String emit(SocketIOServer server, int count, int size) {
    var text = "x".repeat(size);
    for (int i = 0; i < count; i++) {
      server.getBroadcastOperations().sendEvent("news", text);
    }
    return "emitted";
  }

  /// It does not tell which port it got for 0.
  private static int freePort() throws IOException {
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
