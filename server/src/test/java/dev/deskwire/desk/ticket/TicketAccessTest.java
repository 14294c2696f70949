package dev.deskwire.desk.ticket;

import static dev.deskwire.desk.platform.auth.Role.ADMIN;
import static dev.deskwire.desk.platform.auth.Role.AGENT;
import static dev.deskwire.desk.platform.auth.Role.CUSTOMER;
import static dev.deskwire.desk.platform.auth.Role.SALES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Role;
import dev.deskwire.desk.ticket.TicketAccess.Standing;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TicketAccessTest {
  private static final TicketAccess TICKET =
      new TicketAccess("p1", "q1", "t1", "reporter", "assignee", Set.of("follower"));

  private static Caller person(
      String id, Set<Role> roles, Set<String> teams, Set<String> projects) {
    return new Caller(id, id, id + "@example.org", roles, teams, projects, Set.of(), true);
  }

  private static Caller outsider(String id, Role role) {
    return person(id, Set.of(role), Set.of("t1"), Set.of("p1"));
  }

  @Test
  void adminWorksOnEveryTicket() {
    assertThat(TICKET.standing(person("a", Set.of(ADMIN), Set.of(), Set.of())))
        .isEqualTo(Standing.STAFF);
  }

  @Test
  void agentWorksOnATicketAsMemberOfItsProjectOrOfItsQueuesTeam() {
    assertThat(TICKET.standing(person("a", Set.of(AGENT), Set.of(), Set.of("p1"))))
        .isEqualTo(Standing.STAFF);
    assertThat(TICKET.standing(person("a", Set.of(AGENT), Set.of("t1"), Set.of())))
        .isEqualTo(Standing.STAFF);
  }

  @Test
  void agentOfAnotherProjectAndTeamMayNotKnowOfATicketEvenWhenNamedOnIt() {
    for (var id : Set.of("reporter", "assignee", "follower", "x")) {
      assertThat(TICKET.standing(person(id, Set.of(AGENT), Set.of("t2"), Set.of("p2"))))
          .isEqualTo(Standing.STRANGER);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SALES", "CUSTOMER"})
  void outsiderReadsTheTicketsTheyReportedAreAssignedOrFollowAndNoOthers(Role role) {
    assertThat(TICKET.standing(outsider("reporter", role))).isEqualTo(Standing.REPORTER);
    assertThat(TICKET.standing(outsider("assignee", role))).isEqualTo(Standing.INVOLVED);
    assertThat(TICKET.standing(outsider("follower", role))).isEqualTo(Standing.INVOLVED);
    assertThat(TICKET.standing(outsider("someone", role))).isEqualTo(Standing.STRANGER);
  }

  @Test
  void nobodyButStaffReadsWhatIsInternal() {
    for (var role : Set.of(SALES, CUSTOMER)) {
      assertThat(TICKET.readableBy(outsider("reporter", role), true)).isFalse();
      assertThat(TICKET.readableBy(outsider("reporter", role), false)).isTrue();
    }
    assertThat(TICKET.readableBy(person("a", Set.of(AGENT), Set.of(), Set.of("p1")), true))
        .isTrue();
  }

  @Test
  void deactivatedPersonMayNothing() {
    var gone =
        new Caller(
            "reporter",
            "R",
            "r@example.org",
            Set.of(ADMIN, AGENT, SALES),
            Set.of("t1"),
            Set.of("p1"),
            Set.of(),
            false);

    assertThat(TICKET.standing(gone)).isEqualTo(Standing.STRANGER);
  }

  @ParameterizedTest
  @EnumSource
  void reporterChangesWhatTheyWroteAndStaffChangeEveryField(TicketField field) {
    boolean reporters =
        Set.of(
                TicketField.TITLE,
                TicketField.DESCRIPTION,
                TicketField.PRIORITY,
                TicketField.TAGS,
                TicketField.DUE)
            .contains(field);

    assertThat(TICKET.changeableBy(outsider("reporter", SALES), field)).isEqualTo(reporters);
    assertThat(TICKET.changeableBy(outsider("follower", CUSTOMER), field)).isFalse();
    assertThat(TICKET.changeableBy(outsider("x", CUSTOMER), field)).isFalse();
    assertThat(TICKET.changeableBy(person("a", Set.of(AGENT), Set.of(), Set.of("p1")), field))
        .isTrue();
  }
}
