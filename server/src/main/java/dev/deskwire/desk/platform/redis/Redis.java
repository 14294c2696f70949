package dev.deskwire.desk.platform.redis;

import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.platform.config.Settings;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The Redis that `REDIS_URL` names. While it does not answer, nothing waits for it: questions go
/// unanswered at once, until one of the looks that this node takes finds it back.
///
/// Any thread but an event loop; a question takes [#PATIENCE] at most.
@ApplicationScoped
public class Redis {
  private static final Logger LOG = Logger.getLogger(Redis.class);

  /// All keys and channels begin so. The braces keep them in one slot of a Redis cluster, as
  /// scripts ask for.
  public static final String PREFIX = "{deskwire}:";

  /// How long one answer may take. It is a thousand times what a healthy Redis needs.
  public static final Duration PATIENCE = Duration.ofSeconds(2);

  /// How often this node looks whether Redis is there.
  public static final Duration LOOK = Duration.ofSeconds(2);

  /// The looks, and two of the volatile store.
  private static final int TASKS = 3;

  private final @Nullable RedisURI address;
  private final String node = Ids.next();
  private final Map<String, Consumer<String>> channels = new ConcurrentHashMap<>();
  private final List<Runnable> losses = new CopyOnWriteArrayList<>();
  private final List<Runnable> returns = new CopyOnWriteArrayList<>();

  /// Looks whether Redis is there, and does what is done at intervals: each at its own pace.
  private final ScheduledExecutorService clock =
      Executors.newScheduledThreadPool(
          TASKS, Thread.ofPlatform().name("redis-", 0).daemon().factory());

  /// Everything that listeners do happens here, one after another: a message, a loss, a return.
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("redis-messages").daemon().factory());

  private @Nullable ClientResources resources;
  private @Nullable RedisClient client;
  private volatile @Nullable Link link;
  private volatile boolean up;

  /// Held while connections are made and given up.
  private final Object linking = new Object();

  /// Held while it is told whether Redis answers.
  private final Object telling = new Object();

  /// Whether the operator has been told that it is not up.
  private volatile boolean warned;

  /// What this node has open.
  private record Link(
      StatefulRedisConnection<String, String> commands,
      StatefulRedisPubSubConnection<String, String> messages) {

    /// @throws RedisException if either does not answer in time
    void ping() {
      commands.sync().ping();
      messages.sync().ping();
    }

    void close() {
      var _ = commands.closeAsync();
      var _ = messages.closeAsync();
    }
  }

  public Redis(Settings settings) {
    address = settings.redisUrl() == null ? null : address(settings.redisUrl());
  }

  private static RedisURI address(URI uri) {
    var address = RedisURI.create(uri);
    address.setTimeout(PATIENCE);
    return address;
  }

  /// What this process is called among the nodes, from its start to its end.
  public String node() {
    return node;
  }

  /// Whether the desk has a Redis. If not, everything here does nothing.
  public boolean isConfigured() {
    return address != null;
  }

  /// Whether it answered when it was asked last.
  public boolean isUp() {
    return up;
  }

  /// The address without secrets, for a line of the log.
  public String display() {
    return address == null
        ? "none"
        : address.getHost() + ":" + address.getPort() + "/" + address.getDatabase();
  }

  /// Connects in the background, and as soon as it is there.
  public void start() {
    if (address == null || client != null) {
      return;
    }
    var made =
        DefaultClientResources.builder().ioThreadPoolSize(2).computationThreadPoolSize(2).build();
    resources = made;
    var opened = RedisClient.create(made, address);
    opened.setOptions(
        ClientOptions.builder()
            // what is lost is opened anew by a look: the client's own way repeats commands
            .autoReconnect(false)
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .timeoutOptions(TimeoutOptions.enabled(PATIENCE))
            .socketOptions(SocketOptions.builder().connectTimeout(PATIENCE).keepAlive(true).build())
            .build());
    client = opened;
    var _ =
        clock.scheduleWithFixedDelay(
            guarded(this::look), 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// After whatever still has something to say as the desk stops.
  public void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent shutdown) {
    up = false;
    clock.shutdownNow();
    worker.shutdownNow();
    if (client != null) {
      client.shutdown(Duration.ZERO, PATIENCE);
    }
    if (resources != null) {
      var _ = resources.shutdown(0, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /// Asks Redis.
  ///
  /// @return empty if there is none, or none that answers; whether a command that got no answer was
  ///   carried out is not known
  public <T> Optional<T> ask(Function<RedisCommands<String, String>, T> question) {
    var open = link;
    if (!up || open == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(question.apply(open.commands().sync()));
    } catch (RedisCommandInterruptedException e) {
      // the caller is to stop; that says nothing of Redis
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (RedisCommandExecutionException e) {
      // it answers, but will not do that: out of memory, or without the right to
      LOG.warnf("Redis %s refuses: %s", display(), e.getMessage());
      return Optional.empty();
    } catch (RedisException e) {
      lost(e);
      return Optional.empty();
    }
  }

  /// Tells all nodes that listen to `channel`, this one too. Who is not connected just now misses
  /// it.
  public void publish(String channel, String message) {
    var _ = ask(redis -> redis.publish(PREFIX + channel, message));
  }

  /// Hears what nodes tell on `channel`, on a thread that may block.
  public void subscribe(String channel, Consumer<String> listener) {
    channels.put(PREFIX + channel, listener);
    clock.execute(guarded(() -> hear(PREFIX + channel)));
  }

  private void hear(String channel) {
    synchronized (linking) {
      var open = link;
      if (open != null) {
        open.messages().sync().subscribe(channel);
      }
    }
  }

  /// Says that Redis does not answer any more, on the thread of the messages.
  public void onLoss(Runnable listener) {
    losses.add(listener);
  }

  /// Says that Redis answers, for the first time or again, on the thread of the messages. What was
  /// told in between was missed, and what stood in it may be gone.
  public void onReturn(Runnable listener) {
    returns.add(listener);
    later(() -> {
      if (up) {
        listener.run();
      }
    });
  }

  /// Runs every `period`, on a thread that may block for as long as Redis takes to answer.
  public void every(Duration period, Runnable action) {
    var _ =
        clock.scheduleWithFixedDelay(
            guarded(action), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// A connection that does not answer is given up: of one that was cut without a word nobody else
  /// would tell.
  private void look() {
    try {
      synchronized (linking) {
        var open = link;
        if (open != null && !answers(open)) {
          link = null;
          open.close();
          open = null;
        }
        if (open == null) {
          link = connect();
        }
      }
      found();
    } catch (RedisCommandInterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RedisException e) {
      lost(e);
    }
  }

  private boolean answers(Link open) {
    try {
      open.ping();
      return true;
    } catch (RedisCommandInterruptedException e) {
      throw e;
    } catch (RedisException e) {
      lost(e);
      return false;
    }
  }

  private Link connect() {
    var source = Objects.requireNonNull(client);
    var commands = source.connect();
    try {
      return new Link(commands, listening(source));
    } catch (RedisException e) {
      var _ = commands.closeAsync();
      throw e;
    }
  }

  private StatefulRedisPubSubConnection<String, String> listening(RedisClient source) {
    var messages = source.connectPubSub();
    try {
      messages.addListener(new Messages());
      if (!channels.isEmpty()) {
        messages.sync().subscribe(channels.keySet().toArray(String[]::new));
      }
      return messages;
    } catch (RedisException e) {
      var _ = messages.closeAsync();
      throw e;
    }
  }

  private void found() {
    synchronized (telling) {
      if (!up) {
        up = true;
        warned = false;
        LOG.infof("Redis %s answers: presence is complete", display());
        later(() -> returns.forEach(listener -> guarded(listener).run()));
      }
    }
  }

  private void lost(RedisException cause) {
    synchronized (telling) {
      up = false;
      if (!warned) {
        warned = true;
        LOG.warnf(
            "Redis %s does not answer; presence is that of this node alone until it does: %s",
            display(), cause.getMessage());
        later(() -> losses.forEach(listener -> guarded(listener).run()));
      }
    }
  }

  private void later(Runnable action) {
    try {
      worker.execute(guarded(action));
    } catch (RejectedExecutionException e) {
      LOG.debug("The desk stops: Redis is heard no more");
    }
  }

  /// What failed once is done again with the next message or the next look.
  private static Runnable guarded(Runnable action) {
    return () -> {
      try {
        action.run();
      } catch (RuntimeException e) {
        LOG.error("A message of Redis could not be used", e);
      }
    };
  }

  private final class Messages extends RedisPubSubAdapter<String, String> {
    @Override
    public void message(String channel, String message) {
      var listener = channels.get(channel);
      if (listener != null) {
        later(() -> listener.accept(message));
      }
    }
  }
}
