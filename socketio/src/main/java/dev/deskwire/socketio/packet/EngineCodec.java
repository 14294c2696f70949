package dev.deskwire.socketio.packet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The text form of an [EnginePacket], and the payload of HTTP long-polling, which joins several.
///
/// Source: Engine.IO protocol, revision 4, "Packet encoding".
public final class EngineCodec {
  /// Stands between the packets of one HTTP body.
  public static final char SEPARATOR = '\u001e';

  private EngineCodec() {}

  /// Bytes become `b` and base64; on a WebSocket they travel as a binary frame instead.
  public static String encode(EnginePacket packet) {
    return switch (packet) {
      case EnginePacket.Open(var handshake) -> "0" + handshake;
      case EnginePacket.Close() -> "1";
      case EnginePacket.Ping(var data) -> "2" + data;
      case EnginePacket.Pong(var data) -> "3" + data;
      case EnginePacket.Message(var text) -> "4" + text;
      case EnginePacket.Binary(var data) -> "b" + base64(data);
      case EnginePacket.Upgrade() -> "5";
      case EnginePacket.Noop() -> "6";
    };
  }

  /// Reads one packet.
  ///
  /// @throws ProtocolException if `text` is empty or of unknown type; the session then ends with
  ///   the reason `parse error`
  public static EnginePacket decode(String text) {
    if (text.isEmpty()) {
      throw new ProtocolException("empty packet");
    }
    var data = text.substring(1);
    return switch (text.charAt(0)) {
      case '0' -> new EnginePacket.Open(data);
      case '1' -> new EnginePacket.Close();
      case '2' -> new EnginePacket.Ping(data);
      case '3' -> new EnginePacket.Pong(data);
      case '4' -> new EnginePacket.Message(data);
      case '5' -> new EnginePacket.Upgrade();
      case '6' -> new EnginePacket.Noop();
      case 'b' -> new EnginePacket.Binary(ByteBuffer.wrap(fromBase64(data)));
      default -> throw new ProtocolException("unknown packet type");
    };
  }

  /// Cuts an HTTP body into packets, still encoded: those before a malformed one count, so they are
  /// decoded one after the other.
  public static List<String> split(String payload) {
    var parts = new ArrayList<String>();
    int start = 0;
    for (int end = payload.indexOf(SEPARATOR); end >= 0; end = payload.indexOf(SEPARATOR, start)) {
      parts.add(payload.substring(start, end));
      start = end + 1;
    }
    parts.add(payload.substring(start));
    return parts;
  }

  private static String base64(ByteBuffer data) {
    var bytes = new byte[data.remaining()];
    data.duplicate().get(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /// As lenient as the reference, which takes either alphabet, skips foreign characters and does
  /// not insist on padding.
  private static byte[] fromBase64(String text) {
    var kept = new StringBuilder(text.length());
    for (int i = 0; i < text.length() && text.charAt(i) != '='; i++) {
      char c = text.charAt(i);
      if (c == '-') {
        kept.append('+');
      } else if (c == '_') {
        kept.append('/');
      } else if (isBase64(c)) {
        kept.append(c);
      }
    }
    if (kept.length() % 4 == 1) {
      kept.setLength(kept.length() - 1);
    }
    return Base64.getDecoder().decode(kept.toString());
  }

  private static boolean isBase64(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/';
  }
}
