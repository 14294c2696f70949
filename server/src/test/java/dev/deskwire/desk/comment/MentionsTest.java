package dev.deskwire.desk.comment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Role;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MentionsTest {
  private static final List<Caller> READERS =
      List.of(
          person("ann", "Ann"),
          person("annlee", "Ann Lee"),
          person("bob1", "Bob Twin"),
          person("bob2", "Bob Twin"),
          person("zoe", "Zoë Ångström"));

  private static Caller person(String id, String name) {
    return new Caller(
        id, name, id + "@example.org", Set.of(Role.AGENT), Set.of(), Set.of(), Set.of(), true);
  }

  @Test
  void longestNameThatFitsIsMeant() {
    assertThat(Mentions.in("Hello @Ann Lee, look", READERS)).containsExactly("annlee");
    assertThat(Mentions.in("Hello @Ann, look", READERS)).containsExactly("ann");
    assertThat(Mentions.in("@Ann Leeds is nobody, but Ann is", READERS)).containsExactly("ann");
  }

  @Test
  void caseDoesNotMatter() {
    assertThat(Mentions.in("@ann lee and @ZOË ÅNGSTRÖM", READERS))
        .containsExactlyInAnyOrder("annlee", "zoe");
  }

  @Test
  void nameOfTwoPeopleMentionsNeither() {
    assertThat(Mentions.in("@Bob Twin", READERS)).isEmpty();
  }

  @Test
  void addressOfMailAndNameOfNobodyMentionNobody() {
    assertThat(Mentions.in("write to help@ann.example or @Carol or @", READERS)).isEmpty();
    assertThat(Mentions.in("@Annabel", READERS)).isEmpty();
  }
}
