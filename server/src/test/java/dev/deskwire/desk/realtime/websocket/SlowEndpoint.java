package dev.deskwire.desk.realtime.websocket;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.realtime.EventForm;
import dev.deskwire.desk.realtime.RoomName;
import dev.deskwire.desk.realtime.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// Works at a message until the test lets it go on, and remembers what it was told and when it was
/// done.
@ApplicationScoped
class SlowEndpoint implements NativeEndpoint {
  static final String PATH = "/ws/slow/";

  private static final EventForm NOTHING = _ -> Optional.empty();

  private final CountDownLatch release = new CountDownLatch(1);
  private volatile @Nullable NativeClient worksFor;
  private final List<String> told = new CopyOnWriteArrayList<>();

  List<String> told() {
    return told;
  }

  /// Whether the connection whose message is being worked off still stands.
  boolean isClientOpen() {
    return worksFor instanceof NativeSocket socket && socket.isOpen();
  }

  void release() {
    release.countDown();
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public Outcome<Scope> admit(Caller caller, Map<String, String> parameters) {
    return Outcome.done(
        new Scope.OneRoom(
            new RoomName.OfUser(caller.id()), (person, _) -> person.id().equals(caller.id())));
  }

  @Override
  public EventForm form() {
    return NOTHING;
  }

  @Override
  public boolean isDurable() {
    return false;
  }

  @Override
  public Optional<Outcome<Done>> receive(NativeClient client, String type, JsonNode message) {
    worksFor = client;
    told.add("begins");
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    told.add("ends");
    return Optional.of(Outcome.done(new Done()));
  }

  @Override
  public void closed(NativeClient client) {
    told.add("closed");
  }
}
