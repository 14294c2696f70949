package dev.deskwire.socketio.redis;

import dev.deskwire.socketio.packet.SocketPacket;
import dev.deskwire.socketio.redis.ClusterMessage.Envelope;
import dev.deskwire.socketio.redis.ClusterMessage.Response;
import dev.deskwire.socketio.redis.RedisLink.RedisAway;
import dev.deskwire.socketio.room.Audience;
import dev.deskwire.socketio.room.Emission;
import dev.deskwire.socketio.room.LocalSockets;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.XAddArgs;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One namespace on a stream: what it writes there it does when it reads it there, as all nodes do.
/// Questions and answers go by pub/sub.
final class StreamsAdapter extends ClusterAdapter {
  /// Of the reference.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int UID_BYTES = 8;
  private static final int MAX_DOUBTFUL = 1_000;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String uid = uid();
  private final RedisLink link;
  private final StreamReader reader;
  private final String stream;
  private final StreamsFormat format;
  private final XAddArgs trimming;
  private final Consumer<StreamsAdapter> closed;
  private final String channel;

  /// Entries that were done here because Redis did not answer. It may have taken them all the same;
  /// then they are not done again.
  private final Set<Map<String, String>> doubtful =
      Collections.synchronizedSet(Collections.newSetFromMap(new Recent()));

  StreamsAdapter(
      LocalSockets local,
      Troubles troubles,
      RedisLink link,
      StreamReader reader,
      RedisStreamsOptions options,
      Consumer<StreamsAdapter> closed) {
    super(local, troubles, PATIENCE);
    this.link = link;
    this.reader = reader;
    this.stream = options.streamOf(local.namespace());
    this.format = new StreamsFormat(options.onlyPlaintext());
    this.trimming = XAddArgs.Builder.maxlen(options.maxLen()).approximateTrimming();
    this.closed = closed;
    this.channel = options.channelPrefix() + "#" + local.namespace() + "#";
    link.subscriptions().on(channel, this::hear);
    link.subscriptions().on(privateChannel(uid), this::hear);
  }

  private static String uid() {
    var bytes = new byte[UID_BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private String privateChannel(String node) {
    return channel + node + "#";
  }

  // Through the stream

  @Override
  public void broadcast(SocketPacket.Event packet, Audience audience, Emission emission) {
    log(new ClusterMessage.Broadcast(packet.data(), audience, emission));
  }

  @Override
  public void join(Audience audience, Collection<String> rooms) {
    log(new ClusterMessage.Join(audience, List.copyOf(rooms)));
  }

  @Override
  public void leave(Audience audience, Collection<String> rooms) {
    log(new ClusterMessage.Leave(audience, List.copyOf(rooms)));
  }

  @Override
  public void disconnect(Audience audience, boolean close) {
    log(new ClusterMessage.Disconnect(audience, close));
  }

  private void log(ClusterMessage message) {
    if (!reader.isReading()) {
      report("publishing to Redis", new RedisAway());
      perform(message, null);
      return;
    }
    var fields = format.entry(new Envelope(uid, namespace(), message));
    // The same once more is not in doubt any more: better twice than never.
    doubtful.remove(fields);
    watch(
        link.call(redis -> redis.xadd(stream, trimming, StreamEntry.body(fields)))
            .whenComplete((id, failure) -> {
              if (failure != null) {
                if (isInDoubt(failure)) {
                  doubtful.add(fields);
                }
                perform(message, null);
              }
            }));
  }

  private static boolean isInDoubt(Throwable failure) {
    var cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
    return !(cause instanceof RedisAway) && !(cause instanceof RedisCommandExecutionException);
  }

  /// Does what an entry of this namespace says.
  void read(StreamEntry entry) {
    try {
      if (!doubtful.remove(entry.fields())) {
        var envelope = StreamsFormat.readEntry(entry.fields());
        perform(envelope.uid(), envelope.message(), entry.id().toString());
      }
    } catch (RuntimeException failure) {
      report("an entry of the stream", failure);
    }
  }

  private void perform(ClusterMessage message, @Nullable String offset) {
    perform(uid, message, offset);
  }

  private void perform(String sender, ClusterMessage message, @Nullable String offset) {
    if (message instanceof ClusterMessage.Broadcast(var data, var audience, var emission)) {
      local().deliver(event(data), audience, emission, offset);
    } else {
      receive(sender, message);
    }
  }

  // By pub/sub

  private void hear(byte[] bytes) {
    var envelope = StreamsFormat.readPayload(bytes);
    if (!envelope.uid().equals(uid) && envelope.namespace().equals(namespace())) {
      perform(envelope.uid(), envelope.message(), null);
    }
  }

  @Override
  CompletionStage<?> publish(ClusterMessage message) {
    return publish(channel, message);
  }

  @Override
  CompletionStage<?> respond(String asker, Response response) {
    return publish(privateChannel(asker), response);
  }

  private CompletionStage<?> publish(String to, ClusterMessage message) {
    var bytes = StreamsFormat.payload(new Envelope(uid, namespace(), message));
    return link.call(redis -> redis.publish(to, bytes));
  }

  @Override
  CompletionStage<Integer> others() {
    return link.others(channel);
  }

  @Override
  public void close() {
    link.subscriptions().off(Set.of(channel, privateChannel(uid)));
    closed.accept(this);
  }

  /// The newest of many.
  private static final class Recent extends LinkedHashMap<Map<String, String>, Boolean> {
    @Override
    protected boolean removeEldestEntry(Map.Entry<Map<String, String>, Boolean> eldest) {
      return size() > MAX_DOUBTFUL;
    }
  }
}
