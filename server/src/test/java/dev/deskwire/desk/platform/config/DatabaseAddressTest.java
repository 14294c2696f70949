package dev.deskwire.desk.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {

  @Test
  void postgresUrlIsTakenApart() {
    assertThat(DatabaseAddress.parse("postgres://ann:p%40ss+word@db.example:6432/desk", null, null))
        .isEqualTo(
            new DatabaseAddress("jdbc:postgresql://db.example:6432/desk", "ann", "p@ss+word"));
  }

  @Test
  void portAndOptionsOfAPostgresUrlAreOptional() {
    assertThat(DatabaseAddress.parse("postgresql://db/desk?sslmode=require", "ann", "secret"))
        .isEqualTo(
            new DatabaseAddress("jdbc:postgresql://db:5432/desk?sslmode=require", "ann", "secret"));
  }

  @Test
  void jdbcUrlIsTakenAsItIs() {
    var url = "jdbc:postgresql://one,two/desk?targetServerType=primary";
    assertThat(DatabaseAddress.parse(url, "ann", null))
        .isEqualTo(new DatabaseAddress(url, "ann", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://u:secret@h/d",
        "jdbc:mysql://h/d?password=secret",
        "u:secret@h/d",
        "postgres://u:secret@h",
        "postgres://u:sec ret@h/d"
      })
  void addressThatIsNoneIsRefusedWithoutShowingItsPassword(String url) {
    assertThatThrownBy(() -> DatabaseAddress.parse(url, null, null))
        .isInstanceOf(CannotStartException.class)
        .hasMessageStartingWith("DATABASE_URL must ")
        .message()
        .doesNotContain("secret");
  }

  @Test
  void displayedAddressHoldsNeitherOptionsNorCredentials() {
    var address =
        DatabaseAddress.parse("postgres://ann:secret@db/desk?password=secret", null, null);
    assertThat(address.display()).isEqualTo("postgresql://db:5432/desk");
    assertThat(address.toString()).doesNotContain("secret");
  }
}
