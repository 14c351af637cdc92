package io.firn.config;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A declared column type by its parts. */
public sealed interface TypeTree {

  /** As a pipeline file would have it, without spaces. */
  String text();

  /**
   * @param text one of {@link ColumnType#PRIMITIVES} or {@code decimal(p,s)}
   */
  record Primitive(String text) implements TypeTree {}

  record ListOf(TypeTree element) implements TypeTree {
    @Override
    public String text() {
      return "list<" + element.text() + ">";
    }
  }

  /** A map from text. */
  record MapOf(TypeTree value) implements TypeTree {
    @Override
    public String text() {
      return "map<string," + value.text() + ">";
    }
  }

  /** Fields whose names differ by more than case: Spark and StarRocks do not tell them apart. */
  record StructOf(List<Field> fields) implements TypeTree {
    public StructOf {
      fields = List.copyOf(fields);
      Set<String> names = new HashSet<>();
      for (Field field : fields) {
        if (!names.add(field.name().toLowerCase(Locale.ROOT))) {
          throw new IllegalArgumentException(
              "expected fields that differ by more than case, found '"
                  + field.name()
                  + "' a second time");
        }
      }
    }

    @Override
    public String text() {
      return fields.stream()
          .map(field -> field.name() + ":" + field.type().text())
          .collect(Collectors.joining(",", "struct<", ">"));
    }
  }

  record Field(String name, TypeTree type) {}
}
