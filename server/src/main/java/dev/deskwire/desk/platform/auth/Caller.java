package dev.deskwire.desk.platform.auth;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A person with their rights at one moment. The same value serves a request (read with it) and the
/// delivery of an event (as of that position of the log).
///
/// @param teams ids of the teams they are a member of
/// @param projects ids of the projects they are a member of
/// @param watching ids of the queues they watch
/// @param active `false` once deactivated: such a person may do nothing
public record Caller(
    String id,
    String name,
    String email,
    Set<Role> roles,
    Set<String> teams,
    Set<String> projects,
    Set<String> watching,
    boolean active) {

  public Caller {
    roles = Set.copyOf(roles);
    teams = Set.copyOf(teams);
    projects = Set.copyOf(projects);
    watching = Set.copyOf(watching);
  }

  @JsonIgnore
  public boolean isAdmin() {
    return active && roles.contains(Role.ADMIN);
  }

  /// Staff work on other people's tickets: admins and agents.
  @JsonIgnore
  public boolean isStaff() {
    return active && (roles.contains(Role.ADMIN) || roles.contains(Role.AGENT));
  }

  public boolean inTeam(String team) {
    return teams.contains(team);
  }

  public boolean inProject(String project) {
    return projects.contains(project);
  }

  /// Whether they work on what lies in a project and is served by a team, and know of it: admins do
  /// everywhere, agents in their projects and for their teams. So it is with queues and with
  /// tickets.
  ///
  /// @param team `null` for none
  public boolean worksIn(String project, @Nullable String team) {
    return isAdmin() || (isStaff() && (inProject(project) || (team != null && inTeam(team))));
  }
}
