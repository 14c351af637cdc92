package io.firn.config;

import io.firn.model.Layer;
import io.firn.model.Suggestion;
import io.firn.model.UnitName;
import java.util.Collection;
import java.util.List;

/** Words for references between tables. */
final class Inputs {
  private Inputs() {}

  static List<String> of(Layer layer, Collection<String> tables) {
    return tables.stream().map(table -> layer.id() + "." + table).toList();
  }

  static String unknown(UnitName input, Collection<String> known) {
    String name = input.tableName().toString();
    return "there is no table '" + name + "' in this pipeline" + Suggestion.hint(name, known);
  }
}
