package dev.deskwire.desk.extension;

import java.util.function.Supplier;

/// Code of the desk that an extension calls: it looks for its own classes, and must not find those
/// of the extension, whose class loader is the context's on the extension's threads.
final class DeskCode {
  private DeskCode() {}

  static <T> T run(Supplier<T> code) {
    var thread = Thread.currentThread();
    var loader = thread.getContextClassLoader();
    thread.setContextClassLoader(DeskCode.class.getClassLoader());
    try {
      return code.get();
    } finally {
      thread.setContextClassLoader(loader);
    }
  }
}
