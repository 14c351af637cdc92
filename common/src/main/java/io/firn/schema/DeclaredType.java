package io.firn.schema;

import io.firn.config.ColumnType;
import io.firn.config.TypeTree;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;

/** Iceberg's type of a declared column. */
public final class DeclaredType {
  private DeclaredType() {}

  /** Ids inside are placeholders, each used once. */
  public static Type of(ColumnType declared) {
    return TypeUtil.assignFreshIds(of(declared.tree()), new AtomicInteger()::incrementAndGet);
  }

  private static Type of(TypeTree tree) {
    if (tree instanceof TypeTree.ListOf list) {
      return Types.ListType.ofOptional(1, of(list.element()));
    }
    if (tree instanceof TypeTree.MapOf map) {
      return Types.MapType.ofOptional(1, 2, Types.StringType.get(), of(map.value()));
    }
    if (tree instanceof TypeTree.StructOf struct) {
      return Types.StructType.of(
          struct.fields().stream()
              .map(field -> Types.NestedField.optional(1, field.name(), of(field.type())))
              .toList());
    }
    return Types.fromPrimitiveString(tree.text());
  }
}
