package dev.deskwire.desk.demo;

import dev.deskwire.desk.platform.auth.Role;
import java.util.List;
import java.util.Locale;

/// The people of the demo: who they are and where they belong.
@SuppressWarnings("ImmutableEnumChecker") // the lists are made by List.of
enum DemoPerson {
  MAREN("Maren Holt", Role.ADMIN, List.of(DemoTeam.SUPPORT), DemoProject.SUP, DemoProject.SHOP),
  JONAS("Jonas Weber", Role.AGENT, List.of(DemoTeam.SUPPORT), DemoProject.SUP),
  PRIYA("Priya Nair", Role.AGENT, List.of(DemoTeam.SUPPORT), DemoProject.SUP, DemoProject.SHOP),
  TOM("Tom Becker", Role.AGENT, List.of(DemoTeam.SUPPORT, DemoTeam.BILLING), DemoProject.SHOP),
  LUCA("Luca Ferri", Role.AGENT, List.of(DemoTeam.FIELD_SERVICE), DemoProject.SUP),
  AISHA("Aisha Diallo", Role.AGENT, List.of(DemoTeam.BILLING), DemoProject.SHOP),
  ELENA("Elena Petrova", Role.SALES, List.of(), DemoProject.SUP, DemoProject.SHOP),
  SAMUEL("Samuel Okafor", Role.SALES, List.of(), DemoProject.SHOP),
  NORA("Nora Lindqvist", Role.CUSTOMER, List.of(), DemoProject.SUP, DemoProject.SHOP),
  DAVID("David Chen", Role.CUSTOMER, List.of(), DemoProject.SUP),
  HANNAH("Hannah Schulz", Role.CUSTOMER, List.of(), DemoProject.SUP, DemoProject.SHOP),
  CARLOS("Carlos Mendes", Role.CUSTOMER, List.of(), DemoProject.SHOP);

  final String fullName;
  final Role role;
  final List<DemoTeam> teams;
  final List<DemoProject> projects;

  DemoPerson(String fullName, Role role, List<DemoTeam> teams, DemoProject... projects) {
    this.fullName = fullName;
    this.role = role;
    this.teams = teams;
    this.projects = List.of(projects);
  }

  String firstName() {
    return fullName.substring(0, fullName.indexOf(' '));
  }

  /// Of a domain that reaches nobody (RFC 2606, section 3).
  String email() {
    return fullName.toLowerCase(Locale.ROOT).replace(' ', '.') + "@example.com";
  }

  /// Those of a role in a project.
  static List<DemoPerson> in(DemoProject project, Role role) {
    return List.of(values()).stream()
        .filter(person -> person.role == role && person.projects.contains(project))
        .toList();
  }
}
