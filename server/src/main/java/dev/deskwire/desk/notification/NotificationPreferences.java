package dev.deskwire.desk.notification;

import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;

/// What a person reads and says of how they want to be told. Rules of what they may no longer know
/// of are kept, but not shown, until they say anew.
@ApplicationScoped
public class NotificationPreferences {
  private final PreferenceRepository preferences;
  private final NotificationRepository notifications;

  NotificationPreferences(PreferenceRepository preferences, NotificationRepository notifications) {
    this.preferences = preferences;
    this.notifications = notifications;
  }

  PreferencesBody read(Caller caller) {
    var said = preferences.of(caller.id());
    return PreferencesBody.of(said, preferences.names(caller, scopes(said)));
  }

  /// Puts `body` in the place of what they said before.
  @Transactional
  Outcome<PreferencesBody> replace(Caller caller, PreferencesBody body) {
    return body.read()
        .then(said -> known(caller, said))
        .map(said -> {
          notifications.lock(caller.id());
          preferences.replace(caller.id(), said);
          return read(caller);
        });
  }

  private Outcome<Preferences> known(Caller caller, Preferences said) {
    var names = preferences.names(caller, scopes(said));
    for (int i = 0; i < said.rules().size(); i++) {
      var scope = said.rules().get(i).scope();
      if (!names.containsKey(scope)) {
        return Outcome.refused(
            new Refusal.Invalid(
                "rules[" + i + "].scope.id",
                "there is no such " + scope.type() + ", or not for you"));
      }
    }
    return Outcome.done(said);
  }

  private static Collection<Scope> scopes(Preferences said) {
    return List.copyOf(said.rules().stream().map(Rule::scope).distinct().toList());
  }
}
