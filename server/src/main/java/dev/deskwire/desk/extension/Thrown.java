package dev.deskwire.desk.extension;

import org.jspecify.annotations.Nullable;

/// What the code of an extension has thrown, in values of the desk's: a throwable of the
/// extension's own class runs its code whenever it is asked anything. Made on the extension's
/// threads.
final class Thrown extends Exception {
  private static final long serialVersionUID = 1;

  /// How many causes are told.
  private static final int CAUSES = 5;

  private Thrown(String text, @Nullable Throwable cause) {
    super(text, cause);
  }

  static Thrown by(Throwable thrown) {
    return by(thrown, CAUSES);
  }

  private static Thrown by(Throwable thrown, int causes) {
    try {
      var cause = thrown.getCause();
      var told =
          new Thrown("" + thrown, cause == null || causes == 0 ? null : by(cause, causes - 1));
      told.setStackTrace(thrown.getStackTrace());
      return told;
    } catch (Exception | LinkageError | StackOverflowError e) {
      return new Thrown(thrown.getClass().getName() + ", which cannot be told", null);
    }
  }
}
