package dev.deskwire.desk.demo;

/// The teams of the demo. Support is there from the first start.
enum DemoTeam {
  SUPPORT("Support"),
  FIELD_SERVICE("Field Service"),
  BILLING("Billing");

  final String title;

  DemoTeam(String title) {
    this.title = title;
  }
}
