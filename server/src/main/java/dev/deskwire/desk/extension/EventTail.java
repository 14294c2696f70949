package dev.deskwire.desk.extension;

import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.event.LoggedEvent;
import dev.deskwire.desk.realtime.WireEvents;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/// Hands the durable events to one extension, in order, on a thread of its own: it reads the log at
/// the extension's pace, so that a slow one holds up nobody and misses nothing.
final class EventTail implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(EventTail.class);

  private static final int BATCH = 100;

  /// Until the database is asked again that could not be reached.
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private static final long NOT_YET = -1;

  private final String extension;
  private final List<EventListener<?>> listeners;
  private final EventLog log;
  private final WireEvents events;
  private final Semaphore news = new Semaphore(0);

  /// Where it begins: before the first event that this node delivers while the extension runs.
  private final AtomicLong beginning = new AtomicLong(NOT_YET);

  private final Thread thread;
  private volatile long delivered;

  EventTail(String extension, List<EventListener<?>> listeners, EventLog log, WireEvents events) {
    this.extension = extension;
    this.listeners = List.copyOf(listeners);
    this.log = log;
    this.events = events;
    thread = Thread.ofVirtual().name("events for " + extension).unstarted(this::run);
  }

  /// Begins to listen, if there is anything to listen for.
  void start() {
    if (!listeners.isEmpty()) {
      thread.start();
    }
  }

  /// This node has delivered the event at `seq`. Does not block.
  void delivered(long seq) {
    beginning.compareAndSet(NOT_YET, seq - 1);
    delivered = seq;
    news.release();
  }

  private void run() {
    try {
      news.acquire();
      long position = beginning.get();
      while (true) {
        news.drainPermits();
        while (position < delivered) {
          position = read(position);
        }
        news.acquire();
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  /// @return the position that it has come to
  private long read(long after) throws InterruptedException {
    List<LoggedEvent> rows;
    try {
      rows = log.read(after, BATCH);
    } catch (RuntimeException e) {
      LOG.warnf("Extension %s waits for the database: %s", extension, e.getMessage());
      Thread.sleep(AGAIN);
      return after;
    }
    long until = delivered;
    if (rows.isEmpty() || rows.getFirst().seq() != after + 1) {
      LOG.warnf("Extension %s fell behind the log and misses events after %d", extension, after);
    }
    for (var row : rows) {
      if (row.seq() > until) {
        return row.seq() - 1;
      }
      tell(row);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    return rows.isEmpty() ? until : rows.getLast().seq();
  }

  private void tell(LoggedEvent row) {
    try {
      for (var event : events.of(row)) {
        listeners.stream()
            .filter(listener -> listener.event().equals(event.name()))
            .forEach(listener -> tell(listener, event));
      }
    } catch (RuntimeException e) {
      LOG.warnf(e, "Extension %s is not told of event %d", extension, row.seq());
    }
  }

  private static void tell(EventListener<?> listener, WireEvents.WireEvent event) {
    try {
      listener.tell(event.payload());
    } catch (ExtensionFailure e) {
      LOG.warn(e.getMessage(), e.getCause());
    }
  }

  /// Nothing more is told; what is being told is interrupted.
  @Override
  public void close() {
    thread.interrupt();
  }
}
