package dev.deskwire.socketio.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdminSessionsInMemoryTest {
  private final AdminSessionsInMemory sessions = new AdminSessionsInMemory();

  @Test
  void theOldestSessionIsForgottenWhenThereAreTooMany() {
    for (int i = 0; i <= 1_000; i++) {
      sessions.save("s" + i);
    }
    assertThat(sessions.exists("s0")).isFalse();
    assertThat(sessions.exists("s1")).isTrue();
    assertThat(sessions.exists("s1000")).isTrue();
  }
}
