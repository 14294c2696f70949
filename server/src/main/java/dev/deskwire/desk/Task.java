package dev.deskwire.desk;

import java.nio.file.Path;
import java.util.List;

/// What the desk was started for, as its command line says.
sealed interface Task {

  /// Serves until it is told to stop.
  record Run() implements Task {}

  /// Gives a user a new one-time password.
  record ResetPassword(String email) implements Task {}

  /// Fills the desk with example users and tickets.
  record Demo() implements Task {}

  /// Writes all that the desk knows into one file.
  record Backup(Path file) implements Task {}

  /// Fills the desk from such a file.
  ///
  /// @param force even if the desk is not empty, whose contents are then lost
  record Restore(Path file, boolean force) implements Task {}

  String USAGE =
      """
      Usage: deskwire [COMMAND]

        run                     serve, until stopped (the default)
        demo                    add example users, tickets and comments
        reset-password EMAIL    give a user a new one-time password
        backup FILE             write all data into one file, also while the desk runs
        restore FILE [--force]  fill an empty desk from such a file; --force replaces what is there

      Settings are environment variables; example.env lists them.
      """;

  /// The command line asks for nothing that the desk can do.
  final class NotUnderstoodException extends Exception {
    NotUnderstoodException(String sentence) {
      super(sentence);
    }
  }

  /// Reads a command line.
  static Task parse(List<String> arguments) throws NotUnderstoodException {
    if (arguments.isEmpty()) {
      return new Run();
    }
    var command = arguments.getFirst();
    var rest = arguments.subList(1, arguments.size());
    return switch (command) {
      case "run" -> {
        require(rest.isEmpty(), "run takes nothing else; settings are environment variables");
        yield new Run();
      }
      case "demo" -> {
        require(rest.isEmpty(), "demo takes nothing else");
        yield new Demo();
      }
      case "reset-password" -> {
        require(rest.size() == 1, "reset-password takes one e-mail address");
        yield new ResetPassword(rest.getFirst());
      }
      case "backup" -> {
        require(rest.size() == 1, "backup takes the name of one file");
        yield new Backup(file(rest.getFirst()));
      }
      case "restore" -> {
        var force = rest.contains("--force");
        var files = rest.stream().filter(argument -> !argument.equals("--force")).toList();
        require(files.size() == 1, "restore takes the name of one file, and --force");
        yield new Restore(file(files.getFirst()), force);
      }
      default -> throw new NotUnderstoodException("There is no command " + command);
    };
  }

  private static Path file(String name) {
    return Path.of(name).toAbsolutePath().normalize();
  }

  private static void require(boolean condition, String sentence) throws NotUnderstoodException {
    if (!condition) {
      throw new NotUnderstoodException(sentence);
    }
  }
}
