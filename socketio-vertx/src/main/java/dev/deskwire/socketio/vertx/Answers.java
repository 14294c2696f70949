package dev.deskwire.socketio.vertx;

import dev.deskwire.socketio.engine.HttpAnswer;

/// Helps to write an [HttpAnswer].
final class Answers {
  private Answers() {}

  static byte[] body(HttpAnswer answer) {
    var bytes = new byte[answer.body().remaining()];
    answer.body().duplicate().get(bytes);
    return bytes;
  }
}
