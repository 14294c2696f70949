package dev.deskwire.socketio;

import java.util.List;

/// What the receivers of a broadcast acknowledged.
///
/// @param received in the order of arrival
/// @param complete whether all of them answered in time
public record BroadcastAnswers(List<Args> received, boolean complete) {
  public BroadcastAnswers {
    received = List.copyOf(received);
  }
}
