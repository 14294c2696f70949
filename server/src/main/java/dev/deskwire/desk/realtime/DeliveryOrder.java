package dev.deskwire.desk.realtime;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

/// The position up to which this node has delivered, and the lock that keeps what must happen
/// between two events from happening during one: who joins at position n hears everything after n.
@ApplicationScoped
class DeliveryOrder {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition delivered = lock.newCondition();
  private volatile long position;

  long position() {
    return position;
  }

  /// Starts over from `start`.
  void reset(long start) {
    position = start;
  }

  /// Delivers the event at `next`.
  void deliver(long next, Runnable delivery) {
    lock.lock();
    try {
      delivery.run();
    } finally {
      position = next;
      delivered.signalAll();
      lock.unlock();
    }
  }

  /// Waits until the node has delivered up to `wanted`, as long as `patience` lasts. Blocks.
  void await(long wanted, Duration patience) {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (position < wanted && left > 0) {
        left = delivered.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /// Runs a short action between two events, with the position that it stands at.
  void between(LongConsumer action) {
    lock.lock();
    try {
      action.accept(position);
    } finally {
      lock.unlock();
    }
  }
}
