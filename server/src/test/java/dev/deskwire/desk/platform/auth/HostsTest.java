package dev.deskwire.desk.platform.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostsTest {
  @Test
  void withoutAListEveryNameGoes() {
    var hosts = new Hosts("desk.example", List.of());
    assertThat(hosts.allows("desk.example")).isTrue();
    assertThat(hosts.allows("evil.example")).isTrue();
    assertThat(hosts.allows("")).isTrue();
  }

  @Test
  void withAListItsNamesAndThePublicOneGoWhateverThePortAndTheCase() {
    var hosts = new Hosts("desk.example", List.of("localhost", "10.0.0.7:8080", "::1"));
    assertThat(
            List.of("Desk.Example", "desk.example:443", "localhost:8080", "10.0.0.7", "[::1]:80"))
        .allMatch(hosts::allows);
    assertThat(
            List.of("evil.example", "desk.example.evil.example", "xlocalhost", "[::2]:80", "[", ""))
        .noneMatch(hosts::allows);
  }
}
