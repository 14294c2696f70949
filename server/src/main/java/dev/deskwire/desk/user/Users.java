package dev.deskwire.desk.user;

import dev.deskwire.desk.platform.Cursor;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Page;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.PersonRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The people of the desk, to be read. Staff see everybody, others themselves. Safe for any thread.
@ApplicationScoped
public class Users {
  private final UserRepository repository;

  Users(UserRepository repository) {
    this.repository = repository;
  }

  /// The person of that id, whoever asks.
  public Optional<User> find(String id) {
    return repository.find(id);
  }

  /// The names of those of `ids` that there are, by id.
  public Map<String, PersonRef> refs(Collection<String> ids) {
    return repository.refs(ids);
  }

  /// Notes what a person says about whether one may turn to them.
  public void availability(String id, Availability availability) {
    repository.availability(id, availability);
  }

  /// One person, if `caller` may see them.
  public Outcome<User> get(Caller caller, String id) {
    return (sees(caller, id) ? repository.find(id) : Optional.<User>empty())
        .map(Outcome::done)
        .orElseGet(() -> Outcome.refused(Refusal.notFound()));
  }

  /// The people that `caller` may see, by name.
  ///
  /// @param search part of a name or e-mail
  Outcome<Page<User>> list(
      Caller caller, @Nullable String search, @Nullable Integer limit, @Nullable String cursor) {
    return Page.limit(limit, Page.MAX)
        .then(size ->
            cursor == null
                ? Outcome.done(page(caller, search, null, null, size))
                : Cursor.decode(cursor, 2)
                    .map(keys -> page(caller, search, keys.get(0), keys.get(1), size)));
  }

  private Page<User> page(
      Caller caller,
      @Nullable String search,
      @Nullable String afterName,
      @Nullable String afterId,
      int size) {
    if (!caller.isStaff()) {
      return new Page<>(afterId == null ? self(caller) : List.of(), null);
    }
    return Page.of(
        repository.page(search, afterName, afterId, size + 1),
        size,
        user -> Cursor.encode(user.name(), user.id()));
  }

  private List<User> self(Caller caller) {
    return repository.find(caller.id()).stream().toList();
  }

  static boolean sees(Caller caller, String userId) {
    return caller.isStaff() || caller.id().equals(userId);
  }
}
