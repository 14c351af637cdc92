package io.firn.change;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * The fields of a source row in the source's order.
 *
 * @param after no fields when the schema declares none, as MongoDB's, whose documents are text
 * @param documents whether every field is there and is {@link SourceType.Document#BSON}
 */
public record SourceSchema(List<SourceField> after, boolean documents) implements Serializable {
  public SourceSchema {
    after = List.copyOf(after);
  }

  public SourceSchema(List<SourceField> after) {
    this(after, false);
  }

  /**
   * Reads the JSON form of a Connect schema: of an event's value, of which the {@code after} struct
   * counts, or of a plain struct such as an event's key.
   *
   * @throws io.firn.model.FirnException when the text is no such schema
   */
  public static SourceSchema parse(String connectSchemaJson) {
    return new SourceSchema(ConnectSchema.rowOf(connectSchemaJson));
  }

  /** Of MongoDB's documents: whatever field is asked for, its values tell what they are. */
  public static SourceSchema ofDocuments() {
    return new SourceSchema(List.of(), true);
  }

  /** The field of exactly that name. */
  public Optional<SourceField> field(String name) {
    if (documents) {
      return Optional.of(new SourceField(name, true, SourceType.Document.BSON));
    }
    return after.stream().filter(field -> field.name().equals(name)).findFirst();
  }

  /** The type of what stands at {@code path}; empty where the schema does not tell. */
  public Optional<SourceType> type(List<String> path) {
    Optional<SourceType> at = field(path.get(0)).map(SourceField::type);
    for (String step : path.subList(1, path.size())) {
      at = at.flatMap(type -> inside(type, step));
    }
    return at;
  }

  private static Optional<SourceType> inside(SourceType type, String step) {
    if (type instanceof SourceType.StructOf struct) {
      return new SourceSchema(struct.fields()).field(step).map(SourceField::type);
    }
    if (type instanceof SourceType.MapOf map) {
      return Optional.of(map.value());
    }
    return type == SourceType.Document.BSON ? Optional.of(type) : Optional.empty();
  }
}
