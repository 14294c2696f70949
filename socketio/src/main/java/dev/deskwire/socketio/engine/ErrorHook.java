package dev.deskwire.socketio.engine;

/// Hears of exceptions that application code threw, and of nothing a client did, except that an
/// argument did not fit the type its handler asked for; and of what an adapter could not do.
///
/// May be called from any thread. Clients never see these exceptions.
@FunctionalInterface
public interface ErrorHook {
  /// Something failed.
  ///
  /// @param where what was running, without any data of a client
  void failed(String where, Throwable failure);

  /// Writes to the platform's logger.
  static ErrorHook logging() {
    var logger = System.getLogger("dev.deskwire.socketio");
    return (where, failure) -> logger.log(System.Logger.Level.ERROR, where + " failed", failure);
  }
}
