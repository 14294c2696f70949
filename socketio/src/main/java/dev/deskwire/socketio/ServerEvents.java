package dev.deskwire.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.socketio.engine.Offload;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The events that other nodes send to this one, and who handles them.
final class ServerEvents {
  private final SocketIoOptions options;
  private final Map<String, List<ServerEventHandler>> handlers = new ConcurrentHashMap<>();

  ServerEvents(SocketIoOptions options) {
    this.options = options;
  }

  void on(String event, ServerEventHandler handler) {
    handlers.computeIfAbsent(event, name -> new CopyOnWriteArrayList<>()).add(handler);
  }

  void received(List<JsonNode> data, @Nullable Consumer<List<JsonNode>> answer) {
    var args = new Args(data.subList(1, data.size()));
    Ack ack = answer == null ? NoAck.INSTANCE : new Answer(answer);
    for (var handler : handlers.getOrDefault(data.getFirst().asText(), List.of())) {
      Offload.run(
          options.executor(),
          () -> {
            try {
              handler.handle(args, ack);
            } catch (Exception failure) {
              options.errors().failed("a server event handler", failure);
            }
          });
    }
  }

  private final class Answer implements Ack {
    private final Consumer<List<JsonNode>> answer;
    private final AtomicBoolean sent = new AtomicBoolean();

    Answer(Consumer<List<JsonNode>> answer) {
      this.answer = answer;
    }

    @Override
    public boolean isRequested() {
      return true;
    }

    @Override
    public void send(@Nullable Object... values) {
      if (sent.compareAndSet(false, true)) {
        answer.accept(options.json().values(values));
      }
    }
  }
}
