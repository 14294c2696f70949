package dev.deskwire.socketio.packet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads [JsonFormat]. Holds at most one packet whose attachments are still on their way.
final class JsonPacketDecoder implements PacketDecoder {
  /// Ids are counters of the client; more digits than a JavaScript integer holds are no counter.
  private static final int MAX_ID_DIGITS = 16;

  private final int maxAttachments;
  private @Nullable Incomplete incomplete;

  JsonPacketDecoder(int maxAttachments) {
    this.maxAttachments = maxAttachments;
  }

  @Override
  public Optional<SocketPacket> text(String message) {
    if (incomplete != null) {
      throw new ProtocolException("got plaintext data when reconstructing a packet");
    }
    var header = Header.read(message, maxAttachments);
    var data =
        header.end() < message.length() ? JsonFormat.parse(message.substring(header.end())) : null;
    if (header.attachments() > 0) {
      if (data != null) {
        requireArray(header, data);
      }
      incomplete = new Incomplete(header, data);
      return Optional.empty();
    }
    return Optional.of(packet(header, data));
  }

  @Override
  public Optional<SocketPacket> binary(ByteBuffer message) {
    var pending = incomplete;
    if (pending == null) {
      throw new ProtocolException("got binary data when not reconstructing a packet");
    }
    var bytes = new byte[message.remaining()];
    message.duplicate().get(bytes);
    pending.received().add(bytes);
    if (pending.received().size() < pending.header().attachments()) {
      return Optional.empty();
    }
    incomplete = null;
    var data =
        pending.data() == null ? null : Attachments.putBack(pending.data(), pending.received());
    return Optional.of(packet(pending.header(), data));
  }

  private static SocketPacket packet(Header header, @Nullable JsonNode data) {
    var namespace = header.namespace();
    return switch (header.type()) {
      case '0' -> new SocketPacket.Connect(namespace, data == null ? null : object(data));
      case '1' -> {
        if (data != null) {
          throw new ProtocolException("invalid payload");
        }
        yield new SocketPacket.Disconnect(namespace);
      }
      case '2', '5' -> {
        var items = data == null ? List.<JsonNode>of() : requireArray(header, data);
        yield new SocketPacket.Event(namespace, header.id(), items);
      }
      case '3', '6' -> {
        var items = data == null ? List.<JsonNode>of() : requireArray(header, data);
        yield new SocketPacket.Ack(namespace, header.id(), items);
      }
      case '4' -> {
        if (data != null && !data.isTextual() && !data.isObject()) {
          throw new ProtocolException("invalid payload");
        }
        yield new SocketPacket.ConnectError(namespace, data);
      }
      default -> throw new ProtocolException("unknown packet type");
    };
  }

  private static ObjectNode object(JsonNode data) {
    if (data instanceof ObjectNode object) {
      return object;
    }
    throw new ProtocolException("invalid payload");
  }

  /// The items of an event or an acknowledgement. An event begins with its name.
  private static List<JsonNode> requireArray(Header header, JsonNode data) {
    if (!(data instanceof ArrayNode array)) {
      throw new ProtocolException("invalid payload");
    }
    if (header.isEvent()) {
      var name = array.path(0);
      boolean valid =
          name.isNumber() || (name.isTextual() && !EventNames.isReserved(name.textValue()));
      if (!valid) {
        throw new ProtocolException("invalid payload");
      }
    }
    return JsonFormat.items(array);
  }

  private record Incomplete(Header header, @Nullable JsonNode data, List<byte[]> received) {
    Incomplete(Header header, @Nullable JsonNode data) {
      this(header, data, new ArrayList<>(header.attachments()));
    }
  }

  /// Everything before the JSON.
  ///
  /// @param end where the JSON begins
  private record Header(char type, int attachments, String namespace, @Nullable Long id, int end) {
    boolean isEvent() {
      return type == '2' || type == '5';
    }

    static Header read(String text, int maxAttachments) {
      if (text.isEmpty() || text.charAt(0) < '0' || text.charAt(0) > '6') {
        throw new ProtocolException("unknown packet type");
      }
      char type = text.charAt(0);
      int at = 1;
      int attachments = 0;
      if (type == '5' || type == '6') {
        int dash = text.indexOf('-');
        attachments = attachments(text, dash, maxAttachments);
        at = dash + 1;
      }
      var namespace = "/";
      if (at < text.length() && text.charAt(at) == '/') {
        int comma = text.indexOf(',', at);
        namespace = text.substring(at, comma < 0 ? text.length() : comma);
        at = comma < 0 ? text.length() : comma + 1;
      }
      int afterId = skipDigits(text, at);
      var id = afterId == at ? null : id(text.substring(at, afterId));
      return new Header(type, attachments, namespace, id, afterId);
    }

    private static int attachments(String text, int dash, int max) {
      // Four digits are far beyond any sensible bound, and parse without overflow.
      if (dash < 2 || dash > 5 || skipDigits(text, 1) != dash) {
        throw new ProtocolException("illegal attachments");
      }
      int count = Integer.parseInt(text, 1, dash, 10);
      if (count < 1) {
        throw new ProtocolException("illegal attachments");
      }
      if (count > max) {
        throw new ProtocolException("too many attachments");
      }
      return count;
    }

    private static int skipDigits(String text, int from) {
      int at = from;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      return at;
    }

    private static Long id(String digits) {
      if (digits.length() > MAX_ID_DIGITS) {
        throw new ProtocolException("illegal acknowledgement id");
      }
      return Long.valueOf(digits);
    }
  }
}
