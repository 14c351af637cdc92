package io.firn.change;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * The fields of a source row in the source's order.
 *
 * @param after no fields when the schema declares none, as MongoDB's, whose documents are text
 */
public record SourceSchema(List<SourceField> after) implements Serializable {
  public SourceSchema {
    after = List.copyOf(after);
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

  /** The field of exactly that name. */
  public Optional<SourceField> field(String name) {
    return after.stream().filter(field -> field.name().equals(name)).findFirst();
  }
}
