package io.firn.table;

import java.util.stream.Collectors;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Column types as the pipeline file writes them, without the ids that Iceberg's own text shows. */
public final class TypeText {
  private TypeText() {}

  /** For example {@code struct<city: string, codes: list<int>>}. */
  public static String of(Type type) {
    return switch (type.typeId()) {
      case LIST -> "list<" + of(type.asListType().elementType()) + ">";
      case MAP -> {
        Types.MapType map = type.asMapType();
        yield "map<" + of(map.keyType()) + ", " + of(map.valueType()) + ">";
      }
      case STRUCT ->
          type.asStructType().fields().stream()
              .map(field -> field.name() + ": " + of(field.type()))
              .collect(Collectors.joining(", ", "struct<", ">"));
      default -> type.toString();
    };
  }
}
