package dev.deskwire.desk.extension;

import dev.deskwire.extension.Client;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// The connections of Socket.IO that have sent something to one extension, which hears when they
/// are gone. Any thread.
final class SocketUsers {
  private static final Logger LOG = Logger.getLogger(SocketUsers.class);

  private final List<Consumer<Client>> actions = new CopyOnWriteArrayList<>();
  private final Compartment compartment;
  private final Map<String, Client> users = new ConcurrentHashMap<>();

  SocketUsers(Compartment compartment) {
    this.compartment = compartment;
  }

  void onGone(Consumer<Client> action) {
    actions.add(action);
  }

  void used(Client client) {
    if (!actions.isEmpty()) {
      users.put(client.id(), client);
    }
  }

  /// The connection is gone. Does not block; only the first call for a connection has an effect.
  void gone(String id) {
    var client = users.remove(id);
    if (client != null) {
      Thread.ofVirtual()
          .name("disconnect of " + id)
          .start(() -> actions.forEach(action -> tell(action, client)));
    }
  }

  private void tell(Consumer<Client> action, Client client) {
    try {
      compartment.run("disconnect", () -> action.accept(client));
    } catch (ExtensionFailure e) {
      LOG.warn(e.getMessage(), e.getCause());
    }
  }
}
