package dev.deskwire.desk.demo;

/// The projects of the demo; the constant's name is the key. Support is there from the first start.
enum DemoProject {
  SUP("Support"),
  SHOP("Online Shop");

  final String title;

  DemoProject(String title) {
    this.title = title;
  }
}
