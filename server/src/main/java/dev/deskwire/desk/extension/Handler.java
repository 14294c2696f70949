package dev.deskwire.desk.extension;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.extension.Client;
import dev.deskwire.extension.Command;
import java.util.Map;
import java.util.stream.Collectors;

/// An extension's answer to what clients send under one name, from JSON to JSON.
///
/// @param what it is, for the sentence of a failure
record Handler<P>(
    String what, Class<P> type, Command<P> command, Compartment compartment, ObjectMapper json) {

  /// @param payload anything; nothing counts as `{}`
  /// @throws ExtensionFailure if the extension fails
  Outcome<Map<String, Object>> run(Client client, JsonNode payload) {
    return compartment.call(what, () -> answer(client, payload));
  }

  /// Reading the payload and writing the result run code of the extension, too.
  private Outcome<Map<String, Object>> answer(Client client, JsonNode payload) throws Exception {
    P read;
    try {
      read = read(payload.isMissingNode() ? json.createObjectNode() : payload);
    } catch (JsonProcessingException e) {
      return Outcome.refused(new Refusal.Malformed("payload", reason(e)));
    }
    return Terms.outcome(command.run(client, read), json)
        .map(members -> {
          if (members.containsKey("ok")) {
            throw new IllegalArgumentException("a result has no member ok: the desk sets it");
          }
          return members;
        });
  }

  private P read(JsonNode payload) throws JsonProcessingException {
    return json.treeToValue(type.equals(Void.class) ? json.nullNode() : payload, type);
  }

  /// In the words of the record's own constructor, else the place that cannot be used.
  private static String reason(JsonProcessingException e) {
    if (e.getCause() instanceof IllegalArgumentException own && own.getMessage() != null) {
      return own.getMessage();
    }
    var place =
        e instanceof JsonMappingException mapping
            ? mapping.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .collect(Collectors.joining("."))
            : "";
    return (place.isEmpty() ? "The payload" : place) + " cannot be used as it is.";
  }
}
