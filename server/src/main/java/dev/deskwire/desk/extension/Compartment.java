package dev.deskwire.desk.extension;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Where all code of one extension runs: on a few threads of its own, each call for a limited time.
/// The threads are the system's, so that one that spins takes no carrier of the desk's virtual
/// threads. Any thread may call, and waits.
final class Compartment implements AutoCloseable {
  /// Calls under way at once; more wait for their turn, within their time.
  private static final int THREADS = 16;

  /// Calls that wait.
  private static final int QUEUE = 1_024;

  private static final Duration IDLE = Duration.ofSeconds(10);

  private final String jar;
  private final Duration patience;
  private final ThreadPoolExecutor threads;
  private final AtomicLong failures = new AtomicLong();
  private volatile @Nullable String lastFailure;

  /// @param jar names it in threads and sentences
  /// @param loader the context class loader of the code
  /// @param patience how long a call may take
  Compartment(String jar, ClassLoader loader, Duration patience) {
    this.jar = jar;
    this.patience = patience;
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(QUEUE),
            task -> {
              var thread = new Thread(task, "extension " + jar);
              thread.setDaemon(true);
              thread.setContextClassLoader(loader);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /// As [#call(String, Duration, Callable)], for as long as any call may take.
  <T extends @Nullable Object> T call(String what, Callable<T> code) {
    return call(what, patience, code);
  }

  /// Runs `code` and returns what it returns. What takes too long is interrupted and not waited
  /// for.
  ///
  /// @param what the code does, for the sentence of a failure
  /// @throws ExtensionFailure if it throws, takes too long or cannot be run
  <T extends @Nullable Object> T call(String what, Duration limit, Callable<T> code) {
    var task =
        new FutureTask<>(() -> {
          try {
            return code.call();
          } catch (Throwable e) {
            throw Thrown.by(e);
          }
        });
    try {
      threads.execute(task);
      return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      var thrown = Objects.requireNonNull(e.getCause());
      throw failed(what + " failed: " + thrown.getMessage(), thrown);
    } catch (TimeoutException e) {
      giveUp(task);
      throw failed(what + " did not end within " + limit.toMillis() + " ms", e);
    } catch (RejectedExecutionException e) {
      throw failed(what + " was not begun: too many calls wait, or it has ended", e);
    } catch (InterruptedException e) {
      giveUp(task);
      Thread.currentThread().interrupt();
      throw new ExtensionFailure(jar, what + " was interrupted", e);
    }
  }

  /// As [#call(String, Callable)], of what returns nothing.
  void run(String what, Action code) {
    call(
        what,
        () -> {
          code.run();
          return Boolean.TRUE;
        });
  }

  /// Code of an extension that returns nothing.
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  private void giveUp(FutureTask<?> task) {
    task.cancel(true);
    threads.remove(task);
  }

  private ExtensionFailure failed(String sentence, @Nullable Throwable cause) {
    failures.incrementAndGet();
    lastFailure = sentence;
    return new ExtensionFailure(jar, sentence, cause);
  }

  /// How many calls have failed.
  long failures() {
    return failures.get();
  }

  @Nullable String lastFailure() {
    return lastFailure;
  }

  /// Interrupts what still runs; nothing more begins.
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
