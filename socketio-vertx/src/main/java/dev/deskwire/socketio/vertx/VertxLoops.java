package dev.deskwire.socketio.vertx;

import dev.deskwire.socketio.engine.EventLoop;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/// One [EventLoop] for each thread of Netty that serves our connections.
final class VertxLoops {
  private final Map<io.netty.channel.EventLoop, NettyLoop> loops = new ConcurrentHashMap<>();

  NettyLoop of(Channel channel) {
    return loops.computeIfAbsent(channel.eventLoop(), NettyLoop::new);
  }

  /// One of these threads.
  static final class NettyLoop extends EventLoop {
    private final io.netty.channel.EventLoop netty;
    private final SharedBatch batch = new SharedBatch();

    NettyLoop(io.netty.channel.EventLoop netty) {
      this.netty = netty;
    }

    /// What connections of this loop are sent, for use on its thread.
    SharedBatch batch() {
      return batch;
    }

    @Override
    protected void beginTurn() {
      batch.beginTurn();
    }

    @Override
    protected void endTurn() {
      batch.endTurn();
    }

    @Override
    protected void execute(Runnable task) {
      try {
        netty.execute(task);
      } catch (RejectedExecutionException stopped) {
        // The server is gone, and with it every connection the task could be about.
      }
    }

    @Override
    protected boolean isCurrent() {
      return netty.inEventLoop();
    }

    @Override
    protected Timer alarm(Duration delay, Runnable task) {
      try {
        var future = netty.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
      } catch (RejectedExecutionException stopped) {
        return () -> {};
      }
    }
  }
}
