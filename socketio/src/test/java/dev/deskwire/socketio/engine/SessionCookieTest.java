package dev.deskwire.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionCookieTest {
  @Test
  void aNamedCookieIsForTheWholeSiteAndOutOfReachOfScripts() {
    assertThat(SessionCookie.named("io").with("id"))
        .isEqualTo("io=id; Path=/; HttpOnly; SameSite=Lax");
  }

  @Test
  void aCookieSaysEverythingItsOwnerChose() {
    var cookie =
        new SessionCookie(
            "io",
            "/desk",
            "desk.example",
            false,
            true,
            SessionCookie.SameSite.NONE,
            Duration.ofHours(1));
    assertThat(cookie.with("id"))
        .isEqualTo("io=id; Max-Age=3600; Domain=desk.example; Path=/desk; Secure; SameSite=None");
  }
}
