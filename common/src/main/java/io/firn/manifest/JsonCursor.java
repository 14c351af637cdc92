package io.firn.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.model.UnitName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** A place in a manifest, with its JSON pointer; whatever is not as expected is refused there. */
record JsonCursor(JsonNode node, String pointer) {
  JsonCursor(JsonNode root) {
    this(root, "");
  }

  JsonCursor at(String key) {
    JsonNode child = node.get(key);
    return new JsonCursor(child == null ? MissingNode.getInstance() : child, pointer + step(key));
  }

  /** A key as one step of a JSON pointer. */
  static String step(String key) {
    return "/" + key.replace("~", "~0").replace("/", "~1");
  }

  boolean isThere() {
    return !node.isMissingNode();
  }

  boolean isText() {
    return node.isTextual();
  }

  String text() {
    if (!node.isTextual()) {
      throw refuse("a text");
    }
    return node.textValue();
  }

  Optional<String> optionalText() {
    return isThere() ? Optional.of(text()) : Optional.empty();
  }

  long number() {
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw refuse("a whole number");
    }
    return node.longValue();
  }

  OptionalLong optionalNumber() {
    return isThere() ? OptionalLong.of(number()) : OptionalLong.empty();
  }

  double fraction() {
    if (!node.isNumber()) {
      throw refuse("a number");
    }
    return node.doubleValue();
  }

  boolean bool() {
    if (!node.isBoolean()) {
      throw refuse("true or false");
    }
    return node.booleanValue();
  }

  OptionalInt optionalInt() {
    if (isThere() && !node.isInt()) {
      throw refuse("a whole number");
    }
    return isThere() ? OptionalInt.of(node.intValue()) : OptionalInt.empty();
  }

  UnitName unit() {
    String name = text();
    return build(() -> UnitName.parse(name));
  }

  <E extends Enum<E>> E word(Class<E> constants) {
    String word = text();
    return build(() -> Enum.valueOf(constants, word.toUpperCase(Locale.ROOT)));
  }

  <T> List<T> list(Function<JsonCursor, T> element) {
    if (!node.isArray()) {
      throw refuse("a list");
    }
    List<T> elements = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      elements.add(element.apply(new JsonCursor(node.get(i), pointer + "/" + i)));
    }
    return elements;
  }

  <T> SortedMap<String, T> map(Function<JsonCursor, T> value) {
    if (!node.isObject()) {
      throw refuse("an object");
    }
    SortedMap<String, T> values = new TreeMap<>();
    node.fieldNames().forEachRemaining(name -> values.put(name, value.apply(at(name))));
    return values;
  }

  /** Makes a value; what its constructor refuses is refused here. */
  <T> T build(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException refused) {
      throw refuse("a legal value");
    }
  }

  /** Tells the kind of what was found, never its text: it may be a secret that was pasted. */
  FirnException refuse(String expected) {
    String found =
        isThere() ? node.getNodeType().name().toLowerCase(Locale.ROOT) + " value" : "nothing";
    return refusal(pointer, expected, isText() ? "another text" : found);
  }

  static FirnException refusal(String where, String expected, String found) {
    return new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            "The manifest cannot be used",
            "manifest at " + (where.isEmpty() ? "/" : where),
            expected,
            found,
            "Compile the pipeline again with this version of Firn; do not edit manifests."));
  }
}
