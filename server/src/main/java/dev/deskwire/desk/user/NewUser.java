package dev.deskwire.desk.user;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of `POST /api/users`.
///
/// @param password `null` for a person who will be invited
public record NewUser(
    @Nullable String email,
    @Nullable String name,
    @Nullable String password,
    @Nullable List<@Nullable String> roles) {

  /// What a retry is recognised by: a hash of it is stored, and must not be one of the password.
  NewUser withoutPassword() {
    return new NewUser(email, name, null, roles);
  }
}
