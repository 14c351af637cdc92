package io.firn.cli.trial;

import io.firn.run.trial.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Values of a test from YAML nodes; {@code reject} hears of each node that is something else. */
record YamlValues(BiConsumer<Node, String> reject) {
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

  /** The entries of a mapping, in their order; none of anything else. */
  Map<String, Node> mapping(Node node, String expected) {
    Map<String, Node> entries = new LinkedHashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      reject.accept(node, "expected " + expected);
      return entries;
    }
    for (NodeTuple entry : mapping.getValue()) {
      String key = text(entry.getKeyNode());
      if (entries.put(key, entry.getValueNode()) != null) {
        reject.accept(entry.getKeyNode(), "'" + key + "' stands there twice");
      }
    }
    return entries;
  }

  String text(Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    reject.accept(node, "expected a text");
    return "";
  }

  boolean truth(Node node) {
    String text = text(node);
    if (!text.equals("true") && !text.equals("false")) {
      reject.accept(node, "expected true or false");
    }
    return text.equals("true");
  }

  /** A row: values by column. */
  Map<String, Object> row(Node node) {
    Map<String, Object> row = new LinkedHashMap<>();
    mapping(node, "a row, { column: value }").forEach((name, value) -> row.put(name, of(value)));
    return row;
  }

  /** Null, a {@link Scalar}, a list or a map. */
  private Object of(Node node) {
    if (node instanceof SequenceNode sequence) {
      List<Object> elements = new ArrayList<>();
      sequence.getValue().forEach(element -> elements.add(of(element)));
      return elements;
    }
    if (node instanceof MappingNode) {
      return row(node);
    }
    ScalarNode scalar = (ScalarNode) node;
    if (scalar.isPlain() && NULLS.contains(scalar.getValue())) {
      return null;
    }
    return scalar.isPlain() ? Scalar.plain(scalar.getValue()) : Scalar.quoted(scalar.getValue());
  }
}
