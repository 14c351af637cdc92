package io.firn.change;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serial;
import java.io.Serializable;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;

/**
 * Finds column types for MongoDB's documents, which tell the type of every value and nothing of
 * those to come: documents inside become structs, arrays lists, values of several kinds text.
 */
public final class DocumentInference implements Serializable {
  @Serial private static final long serialVersionUID = 1L;

  private final TreeMap<String, DocumentShape> shapes = new TreeMap<>();

  /** Takes the fields of a document, in {@link ExtendedJson}'s one form, into account. */
  public DocumentInference observe(JsonNode document) {
    document
        .properties()
        .forEach(
            field ->
                shapes.merge(
                    field.getKey(), DocumentShape.of(field.getValue()), DocumentShape::join));
    return this;
  }

  /** Takes all that {@code other} has seen into account. */
  public DocumentInference merge(DocumentInference other) {
    other.shapes.forEach((name, shape) -> shapes.merge(name, shape, DocumentShape::join));
    return this;
  }

  /** Field names in their natural order with the type each needs; without those only null yet. */
  public SortedMap<String, Type> types() {
    return types(Map.of());
  }

  /**
   * The same for a table that has columns for some of the fields.
   *
   * @param have types by field
   */
  public SortedMap<String, Type> types(Map<String, Type> have) {
    SortedMap<String, Type> types = new TreeMap<>();
    shapes.forEach(
        (name, shape) ->
            shape.type(have.get(name)).ifPresent(type -> types.put(name, numbered(type))));
    return types;
  }

  private static Type numbered(Type type) {
    return TypeUtil.assignFreshIds(type, new AtomicInteger()::incrementAndGet);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DocumentInference that && shapes.equals(that.shapes);
  }

  @Override
  public int hashCode() {
    return shapes.hashCode();
  }

  @Override
  public String toString() {
    return shapes.toString();
  }
}
