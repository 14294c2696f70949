package dev.deskwire.desk.platform.auth;

import org.jspecify.annotations.Nullable;

/// The `Authorization: Bearer` header (RFC 6750).
public final class Bearer {
  private static final String SCHEME = "Bearer ";

  private Bearer() {}

  /// The token, or `null` if the header is missing or of another scheme
  public static @Nullable String of(@Nullable String authorization) {
    return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? authorization.substring(SCHEME.length()).strip()
        : null;
  }
}
