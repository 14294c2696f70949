package dev.deskwire.bench.clients;

import dev.deskwire.bench.Commands;
import java.util.concurrent.atomic.AtomicLong;

/// Counts events of all clients down and tells when the last has come. Thread-safe.
final class Tally {
  private final AtomicLong missing = new AtomicLong(-1);

  void expect(long events) {
    missing.set(events);
  }

  void received(int events) {
    if (missing.addAndGet(-events) == 0) {
      Commands.say("received " + System.nanoTime());
    }
  }
}
