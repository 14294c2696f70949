package dev.deskwire.desk.demo;

import dev.deskwire.desk.ticket.Priority;
import java.util.List;

/// What a ticket is about and what people say on it. The texts hold names in braces, which
/// [Details] fills in.
///
/// @param gravity the priority that staff give it
/// @param titles one of them is taken
/// @param question what staff need to know
/// @param answer what the reporter says to that
/// @param note what staff say among themselves
/// @param enclosure what the reporter attaches
record Story(
    DemoQueue queue,
    Priority gravity,
    List<String> tags,
    List<String> titles,
    String description,
    String question,
    String answer,
    String note,
    String solution,
    Enclosure enclosure) {}
