package dev.deskwire.desk.platform.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.platform.Outcome;
import org.junit.jupiter.api.Test;

class PasswordsTest {
  private final Passwords passwords = new Passwords();

  @Test
  void passwordIsKeptAsArgon2idWithTheParametersOfOwasp() {
    assertThat(passwords.hash("correct horse battery"))
        .startsWith("$argon2id$v=19$m=19456,t=2,p=1$")
        .isNotEqualTo(passwords.hash("correct horse battery"));
  }

  @Test
  void onlyTheRightPasswordMatches() {
    var hash = passwords.hash("correct horse battery");
    assertThat(passwords.matches("correct horse battery", hash)).isTrue();
    assertThat(passwords.matches("correct horse batterz", hash)).isFalse();
    assertThat(passwords.matches(null, hash)).isFalse();
  }

  @Test
  void nobodysPasswordIsMatchedByNothing() {
    assertThat(passwords.matches("", null)).isFalse();
    assertThat(passwords.matches("correct horse battery", null)).isFalse();
  }

  @Test
  void passwordOfMoreThan128CharactersMatchesNothingNotEvenItself() {
    var hash = passwords.hash("");
    assertThat(passwords.matches("x".repeat(129), hash)).isFalse();
  }

  @Test
  void passwordHas10To128CharactersWhicheverTheyAre() {
    assertThat(passwords.chosen("new", "😀".repeat(10))).isInstanceOf(Outcome.Done.class);
    assertThat(passwords.chosen("new", "x".repeat(128))).isInstanceOf(Outcome.Done.class);
    assertThat(passwords.chosen("new", "😀".repeat(9))).isInstanceOf(Outcome.Refused.class);
    assertThat(passwords.chosen("new", "x".repeat(129))).isInstanceOf(Outcome.Refused.class);
    assertThat(passwords.chosen("new", null)).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void generatedPasswordMayBeChosen() {
    assertThat(passwords.chosen("new", Passwords.generate())).isInstanceOf(Outcome.Done.class);
    assertThat(Passwords.generate()).isNotEqualTo(Passwords.generate());
  }
}
