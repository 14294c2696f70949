package dev.deskwire.desk.platform.http;

import io.quarkus.logging.LoggingFilter;
import java.io.IOException;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/// Leaves out of the log what is no news to an operator: that a client has gone without a word,
/// before it had asked anything. Netty warns of it with a stack trace; other failures that nobody
/// handles it still tells.
@LoggingFilter(name = "deskwire")
public final class LogFilter implements Filter {
  private static final String PIPELINE = "io.netty.channel.DefaultChannelPipeline";

  @Override
  public boolean isLoggable(LogRecord record) {
    return !(PIPELINE.equals(record.getLoggerName()) && record.getThrown() instanceof IOException);
  }
}
