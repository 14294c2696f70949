package dev.deskwire.desk.platform.database;

import dev.deskwire.desk.platform.config.CannotStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Under which user the embedded PostgreSQL runs: it refuses to run as root, so a desk that was
/// started by root lends it another user.
///
/// @param prefix what comes before each of PostgreSQL's commands
/// @param uid whom its files belong to, or [#UNCHANGED]
record ServerUser(List<String> prefix, int uid) {

  /// The files belong to whoever runs the desk, and so does the server.
  static final int UNCHANGED = -1;

  private static final int ROOT = 0;

  /// The user without rights that every Linux has, called nobody.
  private static final int NOBODY = 65534;

  private static final ServerUser SELF = new ServerUser(List.of(), UNCHANGED);

  private static final ServerUser AS_NOBODY =
      new ServerUser(
          List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--"),
          NOBODY);

  /// Root's own files, without root's powers: for folders that no other user may enter, such as
  /// those under `/root`.
  private static final ServerUser IN_USER_NAMESPACE =
      new ServerUser(List.of("unshare", "--user", "--"), ROOT);

  /// Chooses for a server whose files lie in `folder`, and hands the folder over to it.
  static ServerUser forFolder(Path folder) throws IOException, InterruptedException {
    if (!runningAsRoot()) {
      return SELF;
    }
    for (var user : List.of(AS_NOBODY, IN_USER_NAMESPACE)) {
      if (user.canHave(folder)) {
        return user;
      }
    }
    throw new CannotStartException(
        "PostgreSQL does not run as root, and here it can run as no other user that may enter "
            + folder
            + ": start the desk as an ordinary user, or set DATABASE_URL");
  }

  /// Makes `folder` and what is in it the server's own; cheap when it already is.
  void takeOver(Path folder) throws IOException {
    if (uid != UNCHANGED && !Integer.valueOf(uid).equals(Files.getAttribute(folder, "unix:uid"))) {
      Folders.giveTo(uid, folder);
    }
  }

  /// Hands `folder` over and asks, as that user, whether it can be written to.
  private boolean canHave(Path folder) throws InterruptedException {
    try {
      takeOver(folder);
      var question = Command.joined(prefix, "test", "-w", folder.toString());
      return Command.run(Path.of("/"), "", question).succeeded();
    } catch (IOException _) {
      return false; // the program is not installed, or the file system knows no owners
    }
  }

  private static boolean runningAsRoot() throws IOException {
    var self = Path.of("/proc/self");
    return Files.exists(self) && Integer.valueOf(ROOT).equals(Files.getAttribute(self, "unix:uid"));
  }
}
