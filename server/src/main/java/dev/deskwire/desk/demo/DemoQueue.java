package dev.deskwire.desk.demo;

import java.util.List;

/// The queues of the demo. Support is there from the first start.
enum DemoQueue {
  SUPPORT("Support", DemoProject.SUP, DemoTeam.SUPPORT),
  FIELD_SERVICE("Field Service", DemoProject.SUP, DemoTeam.FIELD_SERVICE),
  ORDERS("Orders", DemoProject.SHOP, DemoTeam.SUPPORT),
  BILLING("Billing", DemoProject.SHOP, DemoTeam.BILLING);

  final String title;
  final DemoProject project;
  final DemoTeam team;

  DemoQueue(String title, DemoProject project, DemoTeam team) {
    this.title = title;
    this.project = project;
    this.team = team;
  }

  /// The agents who take its tickets.
  List<DemoPerson> agents() {
    return switch (this) {
      case SUPPORT -> List.of(DemoPerson.JONAS, DemoPerson.PRIYA, DemoPerson.TOM);
      case FIELD_SERVICE -> List.of(DemoPerson.LUCA, DemoPerson.JONAS);
      case ORDERS -> List.of(DemoPerson.TOM, DemoPerson.PRIYA);
      case BILLING -> List.of(DemoPerson.AISHA, DemoPerson.TOM);
    };
  }

  /// The queue into which a ticket for this one is put by mistake.
  DemoQueue mistakenFor() {
    return switch (this) {
      case SUPPORT -> FIELD_SERVICE;
      case FIELD_SERVICE -> SUPPORT;
      case ORDERS -> BILLING;
      case BILLING -> ORDERS;
    };
  }
}
