package io.firn.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serial;
import java.io.Serializable;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.types.Type;

/**
 * Finds column types for events that bring no schema, from the values themselves.
 *
 * <p>Per top-level field it keeps the least {@link Shape} that holds every value seen, exactly.
 * {@link #merge} is associative and commutative and observing a row twice changes nothing, so the
 * result does not depend on how rows are spread over tasks.
 */
public final class ShapeInference implements Serializable {
  @Serial private static final long serialVersionUID = 1L;

  private final TreeMap<String, Shape> shapes = new TreeMap<>();

  /** Takes the fields of one row into account; a missing row has none. */
  public ShapeInference observe(JsonNode after) {
    if (after != null && after.isObject()) {
      after
          .properties()
          .forEach(field -> shapes.merge(field.getKey(), Shape.of(field.getValue()), Shape::join));
    }
    return this;
  }

  /** Takes all that {@code other} has seen into account. */
  public ShapeInference merge(ShapeInference other) {
    other.shapes.forEach((name, shape) -> shapes.merge(name, shape, Shape::join));
    return this;
  }

  /**
   * Field names in their natural order with the type each needs.
   *
   * <p>A field seen only as null is left out: nothing is known about it yet.
   */
  public SortedMap<String, Type> types() {
    SortedMap<String, Type> types = new TreeMap<>();
    shapes.forEach((name, shape) -> shape.type().ifPresent(type -> types.put(name, type)));
    return types;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ShapeInference that && shapes.equals(that.shapes);
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
