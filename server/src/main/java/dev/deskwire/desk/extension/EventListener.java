package dev.deskwire.desk.extension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.function.Consumer;

/// What an extension does about the durable events of one name.
record EventListener<P>(
    String event,
    Class<P> payload,
    Consumer<? super P> action,
    Compartment compartment,
    ObjectMapper json) {

  /// Blocks until the extension has taken note, or has failed to.
  ///
  /// @throws ExtensionFailure if the extension fails
  void tell(Map<String, Object> fields) {
    var tree = json.<JsonNode>valueToTree(fields);
    compartment.run("listener of " + event, () -> action.accept(json.treeToValue(tree, payload)));
  }
}
