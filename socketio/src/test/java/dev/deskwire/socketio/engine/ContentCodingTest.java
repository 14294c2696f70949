package dev.deskwire.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentCodingTest {
  @Test
  void aClientThatTakesAnythingGetsGzip() {
    assertThat(ContentCoding.preferredBy("*")).contains(ContentCoding.GZIP);
  }

  @Test
  void theRestIsNotWhatAClientNamesApart() {
    assertThat(ContentCoding.preferredBy("gzip;q=0, *")).isEmpty();
    assertThat(ContentCoding.preferredBy("*;q=0.5, deflate")).contains(ContentCoding.DEFLATE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "br", "gzip;q=0", "gzip;q=much"})
  void aClientThatTakesNeitherGetsThePlainBody(String accepted) {
    assertThat(ContentCoding.preferredBy(accepted)).isEmpty();
  }
}
