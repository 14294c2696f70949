package dev.deskwire.socketio;

import dev.deskwire.socketio.engine.ErrorHook;
import dev.deskwire.socketio.packet.PacketFormat;
import dev.deskwire.socketio.room.Adapter;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// What the Socket.IO layer was configured with.
record SocketIoOptions(
    Duration connectTimeout,
    int maxUnhandledEvents,
    long maxUnhandledBytes,
    PacketFormat format,
    Adapter.Factory adapter,
    Json json,
    @Nullable Recovery recovery,
    boolean cleanupEmptyChildNamespaces,
    Executor executor,
    ErrorHook errors,
    Observers observers) {}
