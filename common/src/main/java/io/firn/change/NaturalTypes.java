package io.firn.change;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/**
 * Column types made of others. Ids inside are placeholders, each used once: whoever adds the column
 * assigns its own.
 */
final class NaturalTypes {
  static final String WKB = "wkb";
  static final String SRID = "srid";

  private NaturalTypes() {}

  static Type list(SourceType element) {
    return numbered(Types.ListType.ofOptional(1, element.naturalType()));
  }

  static Type map(SourceType value) {
    return numbered(Types.MapType.ofOptional(1, 2, Types.StringType.get(), value.naturalType()));
  }

  static Type struct(List<SourceField> fields) {
    if (fields.isEmpty()) {
      return Types.StringType.get();
    }
    return numbered(
        Types.StructType.of(
            fields.stream()
                .map(field -> NestedField.optional(1, field.name(), field.type().naturalType()))
                .toList()));
  }

  static Type geometry() {
    return Types.StructType.of(
        NestedField.optional(1, WKB, Types.BinaryType.get()),
        NestedField.optional(2, SRID, Types.IntegerType.get()));
  }

  private static Type numbered(Type type) {
    return TypeUtil.assignFreshIds(type, new AtomicInteger()::incrementAndGet);
  }
}
