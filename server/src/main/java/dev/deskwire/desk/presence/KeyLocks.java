package dev.deskwire.desk.presence;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// One at a time for each key; now and then two keys share a lock.
final class KeyLocks {
  private static final int SIZE = 256;

  private final ReentrantLock[] locks =
      Stream.generate(ReentrantLock::new).limit(SIZE).toArray(ReentrantLock[]::new);

  void run(String key, Runnable action) {
    var _ =
        call(
            key,
            () -> {
              action.run();
              return true;
            });
  }

  <T> T call(String key, Supplier<T> action) {
    var lock = locks[Math.floorMod(key.hashCode(), SIZE)];
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }
}
