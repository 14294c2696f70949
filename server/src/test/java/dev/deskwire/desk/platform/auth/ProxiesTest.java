package dev.deskwire.desk.platform.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.platform.config.AddressRange;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProxiesTest {
  private final Proxies proxies =
      new Proxies(
          List.of(
              AddressRange.parse("10.0.0.0/8").orElseThrow(),
              AddressRange.parse("::1").orElseThrow()));

  @Test
  void clientIsThePeerWhenThePeerIsNoTrustedProxy() {
    assertThat(proxies.client("203.0.113.5", List.of("198.51.100.1"))).isEqualTo("203.0.113.5");
  }

  @Test
  void clientIsTheLastHopThatNoTrustedProxyHas() {
    assertThat(proxies.client("10.0.0.1", List.of("198.51.100.1, 203.0.113.5, 10.0.0.2")))
        .isEqualTo("203.0.113.5");
    assertThat(proxies.client("::1", List.of("198.51.100.1", "203.0.113.5")))
        .isEqualTo("203.0.113.5");
  }

  @Test
  void clientIsThePeerWhenTheHopIsNoAddress() {
    assertThat(proxies.client("10.0.0.1", List.of("evil.example"))).isEqualTo("10.0.0.1");
    assertThat(proxies.client("10.0.0.1", List.of())).isEqualTo("10.0.0.1");
  }

  @Test
  void clientIsTheFirstHopWhenAllAreTrusted() {
    assertThat(proxies.client("10.0.0.1", List.of("10.1.1.1, 10.0.0.2"))).isEqualTo("10.1.1.1");
  }
}
