package dev.deskwire.socketio.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// Inputs of any thread for one worker, who takes them in the order in which they came.
///
/// At rest it is empty and has no owner. Who puts the first input in becomes its owner and brings
/// the worker; everybody else only adds. The worker gives ownership up when nothing is left.
///
/// A broadcast puts one input into each of thousands of mailboxes, so an input that finds its
/// mailbox at rest costs one atomic write to the owner's own object and no allocation.
public abstract class Mailbox {
  private static final VarHandle HEAD;

  static {
    try {
      HEAD = MethodHandles.lookup().findVarHandle(Mailbox.class, "head", Object.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  /// Stands where the inputs end that the worker has taken.
  private static final Object TAKEN = new Object();

  /// The newest input: itself if it came first, else a [Later]. [#TAKEN] while the worker is at
  /// work and nothing new has come; null at rest.
  private volatile @Nullable Object head;

  /// An input that was not the first.
  private static final class Later {
    private final Object input;

    /// The one before it; the one after it once the worker has taken it. Null when it is handled:
    /// one whose handling takes long keeps nothing of the others.
    private @Nullable Object neighbour;

    Later(Object input, Object before) {
      this.input = input;
      this.neighbour = before;
    }
  }

  /// Handles one input.
  protected abstract void accept(Object input);

  /// Adds an input.
  ///
  /// @return whether the caller is now the owner and has to bring the worker
  protected final boolean put(Object input) {
    while (true) {
      var present = head;
      if (present == null) {
        if (HEAD.compareAndSet(this, null, input)) {
          return true;
        }
      } else if (HEAD.compareAndSet(this, present, new Later(input, present))) {
        return false;
      }
    }
  }

  /// Handles all inputs there are. For the owner only.
  ///
  /// @return how many there were
  protected final int drain() {
    Object at = HEAD.getAndSet(this, TAKEN);
    Later next = null;
    while (at instanceof Later later) {
      at = later.neighbour;
      later.neighbour = next;
      next = later;
    }
    int count = 0;
    if (at != null && !TAKEN.equals(at)) {
      accept(at);
      count++;
    }
    while (next != null) {
      var later = next;
      next = (Later) later.neighbour;
      later.neighbour = null;
      accept(later.input);
      count++;
    }
    return count;
  }

  /// Gives ownership up, unless something has come meanwhile.
  protected final boolean release() {
    return HEAD.compareAndSet(this, TAKEN, null);
  }
}
