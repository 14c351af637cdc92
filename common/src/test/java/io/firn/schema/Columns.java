package io.firn.schema;

import io.firn.config.ColumnSpec;
import io.firn.config.ColumnType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;

/** Tables, sources and declared columns in few words. */
final class Columns {
  static final Schema NO_TABLE = new Schema();

  private Columns() {}

  static ColumnSpec column(String name, String path, String type) {
    return new ColumnSpec(
        name, path, Optional.ofNullable(type).map(ColumnType::new), Optional.empty());
  }

  static Map<String, Type> source(String... namesAndTypes) {
    Map<String, Type> source = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      source.put(namesAndTypes[i], type(namesAndTypes[i + 1]));
    }
    return source;
  }

  static Schema table(String... namesAndTypes) {
    List<Types.NestedField> columns = new ArrayList<>();
    source(namesAndTypes)
        .forEach(
            (name, type) ->
                columns.add(Types.NestedField.optional(columns.size() + 1, name, type)));
    Type numbered =
        TypeUtil.assignFreshIds(Types.StructType.of(columns), new AtomicInteger()::incrementAndGet);
    return new Schema(numbered.asStructType().fields());
  }

  static Type type(String text) {
    return DeclaredType.of(new ColumnType(text));
  }
}
