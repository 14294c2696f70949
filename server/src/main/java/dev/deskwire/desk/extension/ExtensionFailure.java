package dev.deskwire.desk.extension;

import org.jspecify.annotations.Nullable;

/// Something in an extension went wrong. The message says in which, for the log of whoever called.
final class ExtensionFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String problem;

  /// @param problem for the operator, who knows which extension it is about
  ExtensionFailure(String problem) {
    super(problem);
    this.problem = problem;
  }

  ExtensionFailure(String problem, Throwable cause) {
    super(problem, cause);
    this.problem = problem;
  }

  /// @param jar of the extension
  ExtensionFailure(String jar, String problem, @Nullable Throwable cause) {
    super("Extension " + jar + ": " + problem, cause);
    this.problem = problem;
  }

  String problem() {
    return problem;
  }
}
