package io.firn.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.function.Function;

/** JSON objects as the verbs print them. */
final class Json {
  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode texts(Collection<String> values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    values.forEach(array::add);
    return array;
  }

  static <T> ArrayNode array(Collection<T> values, Function<T, ObjectNode> view) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    values.stream().map(view).forEach(array::add);
    return array;
  }
}
