package dev.deskwire.socketio;

import dev.deskwire.socketio.engine.EngineConnection;
import dev.deskwire.socketio.engine.ErrorHook;
import dev.deskwire.socketio.engine.Refusal;
import dev.deskwire.socketio.engine.RequestInfo;
import dev.deskwire.socketio.packet.EncodedPacket;
import dev.deskwire.socketio.packet.EnginePacket;
import dev.deskwire.socketio.session.CloseReason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// All observers of a server, each kept from harming the others and the server.
final class Observers implements ServerObserver {
  private final ErrorHook errors;
  private final List<ServerObserver> observers = new CopyOnWriteArrayList<>();

  Observers(ErrorHook errors) {
    this.errors = errors;
  }

  void add(ServerObserver observer) {
    observers.add(observer);
  }

  void remove(ServerObserver observer) {
    observers.remove(observer);
  }

  /// Whether nobody listens, so that what observers are told need not be made.
  boolean isEmpty() {
    return observers.isEmpty();
  }

  @Override
  public void opened(EngineConnection connection) {
    tell(observer -> observer.opened(connection));
  }

  @Override
  public void upgraded(EngineConnection connection) {
    tell(observer -> observer.upgraded(connection));
  }

  @Override
  public void closed(EngineConnection connection, CloseReason reason) {
    tell(observer -> observer.closed(connection, reason));
  }

  @Override
  public void received(EngineConnection connection, EnginePacket message) {
    tell(observer -> observer.received(connection, message));
  }

  @Override
  public void sent(EngineConnection connection, List<EncodedPacket> packets) {
    tell(observer -> observer.sent(connection, packets));
  }

  @Override
  public void tooSlow(EngineConnection connection) {
    tell(observer -> observer.tooSlow(connection));
  }

  @Override
  public void refused(RequestInfo request, Refusal refusal) {
    tell(observer -> observer.refused(request, refusal));
  }

  @Override
  public void connected(Socket socket) {
    tell(observer -> observer.connected(socket));
  }

  @Override
  public void refused(String namespace, String message) {
    tell(observer -> observer.refused(namespace, message));
  }

  @Override
  public void disconnected(Socket socket, CloseReason reason) {
    tell(observer -> observer.disconnected(socket, reason));
  }

  @Override
  public void eventReceived(Socket socket, String event, Args args, Ack ack) {
    tell(observer -> observer.eventReceived(socket, event, args, ack));
  }

  @Override
  public void eventHandled(Socket socket, String event, Duration took) {
    tell(observer -> observer.eventHandled(socket, event, took));
  }

  @Override
  public void eventDropped(Socket socket, String event) {
    tell(observer -> observer.eventDropped(socket, event));
  }

  @Override
  public void eventSent(Socket socket, String event, Args args) {
    tell(observer -> observer.eventSent(socket, event, args));
  }

  private void tell(Consumer<ServerObserver> call) {
    for (var observer : observers) {
      try {
        call.accept(observer);
      } catch (RuntimeException failure) {
        errors.failed("an observer", failure);
      }
    }
  }
}
