package dev.deskwire.bench.server;

import dev.deskwire.bench.Commands;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The ceiling: Netty's own WebSocket and nothing else. A broadcast is one frame, encoded before,
/// which one task per event loop writes and flushes to each channel of that loop. It knows no
/// sessions, rooms, heartbeat, limits or slow readers.
public final class CeilingServer {
  private final Map<EventLoop, List<Channel>> channels = new ConcurrentHashMap<>();
  private ByteBuf frame = Unpooled.EMPTY_BUFFER;
  private int frameSize = -1;

  private CeilingServer() {}

  /// Listens on a free port of the loopback address and obeys.
  ///
  /// @param args the number of event loops
  public static void main(String[] args) throws Exception {
    new CeilingServer().run(Integer.parseInt(args[0]));
  }

  private void run(int loops) throws Exception {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var listening =
        new ServerBootstrap()
            .group(new EpollEventLoopGroup(loops))
            .channel(EpollServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 4096)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new Pipeline())
            .bind(address)
            .sync()
            .channel();
    new Commands()
        .on("emit", numbers -> emit(numbers.get(0), numbers.get(1)))
        .serve("listening " + ((InetSocketAddress) listening.localAddress()).getPort());
  }

  private String emit(int count, int size) {
    if (size != frameSize) {
      frameSize = size;
      frame = frame("42[\"news\",\"" + "x".repeat(size) + "\"]");
    }
    var shared = frame;
    for (int i = 0; i < count; i++) {
      channels.forEach((loop, own) -> loop.execute(() -> writeTo(own, shared)));
    }
    return "emitted";
  }

  private static void writeTo(List<Channel> own, ByteBuf shared) {
    for (var channel : own) {
      var _ = channel.writeAndFlush(shared.retainedDuplicate(), channel.voidPromise());
    }
  }

  private static ByteBuf frame(String text) {
    var content = text.getBytes(StandardCharsets.UTF_8);
    var frame = Unpooled.directBuffer(content.length + 4).writeByte(0x81);
    if (content.length < 126) {
      frame.writeByte(content.length);
    } else {
      frame.writeByte(126).writeShort(content.length);
    }
    return frame.writeBytes(content);
  }

  private final class Pipeline extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      channel
          .pipeline()
          .addLast(new HttpServerCodec())
          .addLast(new HttpObjectAggregator(65_536))
          .addLast(new WebSocketServerProtocolHandler("/", null, false, 1_000_000, false, true))
          .addLast(new Greeting());
    }
  }

  /// Speaks the few words that the load generator waits for.
  private final class Greeting extends SimpleChannelInboundHandler<WebSocketFrame> {
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete) {
        var _ = context.writeAndFlush(new TextWebSocketFrame("0{}"));
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame connect) {
      var channel = context.channel();
      channels.computeIfAbsent(channel.eventLoop(), loop -> new ArrayList<>()).add(channel);
      var _ = context.writeAndFlush(new TextWebSocketFrame("40{}"));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      var own = channels.get(context.channel().eventLoop());
      if (own != null) {
        own.remove(context.channel());
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable reset) {
      var _ = context.close();
    }
  }
}
