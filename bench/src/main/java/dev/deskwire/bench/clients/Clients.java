package dev.deskwire.bench.clients;

import dev.deskwire.bench.Commands;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Holds any number of Socket.IO clients on raw WebSockets, and counts the events they receive.
///
/// Commands: `connect PORT COUNT`, `expect EVENTS` (says `received NANOS` when so many more have
/// come, with the time of the last), `close`.
public final class Clients {
  /// Handshakes under way at a time; more would overflow a server's backlog.
  private static final int AT_ONCE = 128;

  /// One address has less than 30,000 ports, some of which are in use.
  private static final int PER_ADDRESS = 5_000;

  private static final int EVENT_LOOPS = 2;

  private final Tally tally = new Tally();
  private final Semaphore connecting = new Semaphore(AT_ONCE);
  private final List<Channel> channels = new ArrayList<>();
  private final Bootstrap bootstrap =
      new Bootstrap()
          .group(new EpollEventLoopGroup(EVENT_LOOPS))
          .channel(EpollSocketChannel.class)
          .option(ChannelOption.RCVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(4096))
          // No connection lingers when the generator closes thousands of them.
          .option(ChannelOption.SO_LINGER, 0)
          .handler(
              new ChannelInitializer<Channel>() {
                @Override
                protected void initChannel(Channel channel) {
                  channel.pipeline().addLast(new Client(tally, connecting::release));
                }
              });

  private Clients() {}

  /// Obeys until the conductor is gone.
  public static void main(String[] args) throws Exception {
    var clients = new Clients();
    new Commands()
        .on("connect", numbers -> clients.connect(numbers.get(0), numbers.get(1)))
        .on("expect", numbers -> clients.expect(numbers.get(0)))
        .on("close", numbers -> clients.close())
        .serve("ready");
  }

  private String connect(int port, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      acquire(1);
      var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      var source = new InetSocketAddress("127.0.1." + (1 + channels.size() / PER_ADDRESS), 0);
      channels.add(bootstrap.connect(server, source).channel());
    }
    acquire(AT_ONCE);
    connecting.release(AT_ONCE);
    return "connected " + channels.size();
  }

  private void acquire(int permits) throws InterruptedException {
    if (!connecting.tryAcquire(permits, 1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("the server answers no more after " + channels.size());
    }
  }

  private String expect(int events) {
    tally.expect(events);
    return "expecting";
  }

  private String close() throws InterruptedException {
    for (var channel : channels) {
      var _ = channel.close();
    }
    for (var channel : channels) {
      channel.closeFuture().sync();
    }
    channels.clear();
    return "closed";
  }
}
