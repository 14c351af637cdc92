package io.firn.silver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.change.DoesNotFit;
import io.firn.change.EventJson;
import io.firn.change.SourceSchema;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Turns an image into a typed row of {@link RowShape#rows()}. A value that does not fit its column
 * goes to {@code __rescued} as it came, and the column is null or, of a struct, has the fields that
 * fit; a key that does not fit stops the unit, since a row without its key cannot be kept.
 */
final class RowDecoder {
  /** Stands in {@code __rescued} for a value that the source has and did not tell. */
  private static final String UNTOLD = "__debezium_unavailable_value";

  private final String unit;
  private final RowShape shape;

  /** Columns that the source fills and that are no part of the key. */
  private final List<DecodedColumn> data;

  /** The columns of the key in its order, and where each stands in the table. */
  private final List<DecodedColumn> key;

  private final List<String> names;
  private final int rescuedPlace;
  private final int width;

  RowDecoder(String unit, RowShape shape, Map<String, SourceSchema> schemas) {
    this.unit = unit;
    this.shape = shape;
    this.names = shape.schema().columns().stream().map(Types.NestedField::name).toList();
    this.rescuedPlace = names.indexOf(Columns.RESCUED);
    this.width = names.size();
    Map<String, DecodedColumn> columns = new LinkedHashMap<>();
    shape
        .columns()
        .forEach(
            column ->
                columns.put(
                    column.name(),
                    new DecodedColumn(column, names.indexOf(column.name()), schemas)));
    this.key = shape.key().stream().map(columns::get).toList();
    columns.keySet().removeAll(shape.key());
    this.data = List.copyOf(columns.values());
  }

  InternalRow row(Image image) {
    requireWhole(image);
    Object[] values = new Object[width + 4];
    ObjectNode rescued = JsonNodeFactory.instance.objectNode();
    List<UTF8String> missing = new ArrayList<>();
    for (int column = 0; column < width; column++) {
      values[column] = systemValue(names.get(column), image);
    }
    Object[] keys = key(image);
    for (int part = 0; part < keys.length; part++) {
      values[key.get(part).place()] = keys[part];
    }
    if (!image.deleted() || shape.marks()) {
      for (DecodedColumn column : data) {
        fill(values, column, image, rescued, missing);
      }
    }
    if (!rescued.isEmpty()) {
      values[rescuedPlace] = UTF8String.fromString(EventJson.write(rescued));
    }
    values[width] = image.deleted() && !shape.marks();
    values[width + 1] = missing.isEmpty() ? null : new GenericArrayData(missing.toArray());
    values[width + 2] =
        image.origin().map(origin -> key(origin, image)).map(GenericInternalRow::new).orElse(null);
    values[width + 3] = image.lost();
    return new GenericInternalRow(values);
  }

  /** Refuses an image that must not be written. */
  void requireWhole(Image image) {
    image.refusal().ifPresent(reason -> refuse(image, reason));
  }

  /** The image's key, as the table has it. */
  Object[] key(Image image) {
    return key(image.key(), image);
  }

  /** The key of another row, which the image takes values from. */
  Object[] key(String ofRow, Image image) {
    return key(ofRow, image.sequence(), column -> column.keySchema(image));
  }

  private static Object systemValue(String name, Image image) {
    return switch (name) {
      case Columns.POSITION -> UTF8String.fromString(image.sequence().position());
      case Columns.PARTITION -> image.sequence().partition();
      case Columns.OFFSET -> image.sequence().offset();
      case Columns.MARK -> image.deleted();
      default -> null;
    };
  }

  private static void fill(
      Object[] values,
      DecodedColumn column,
      Image image,
      ObjectNode rescued,
      List<UTF8String> missing) {
    if (column.isTenant()) {
      values[column.place()] =
          image.tenant() == null ? null : UTF8String.fromString(image.tenant());
      return;
    }
    ImageField field = image.field(column.sourceField());
    if (field instanceof ImageField.InTable || field instanceof ImageField.Lost) {
      missing.add(UTF8String.fromString(column.name()));
      if (column.isWholeField() && image.fields().containsKey(column.sourceField())) {
        // Left out by name. Holds where the table's row has no value either, see RescuedMerge.
        rescued.put(column.name(), UNTOLD);
      }
    } else if (field instanceof ImageField.Untold) {
      rescued.put(column.name(), UNTOLD);
    } else if (field instanceof ImageField.Sent sent) {
      JsonNode value = column.within(sent.value());
      try {
        values[column.place()] = column.decode(sent.schemaId(), value);
      } catch (DoesNotFit misfit) {
        values[column.place()] = misfit.held();
        rescued.set(column.name(), value);
      }
    }
  }

  /**
   * The key's values as the table has them.
   *
   * @param schemaId of the event that the key came with, null when that had none
   */
  Object[] key(String key, String schemaId, Image.Sequence at) {
    return key(key, at, column -> schemaId);
  }

  private Object[] key(String text, Image.Sequence at, Function<DecodedColumn, String> schemaOf) {
    ArrayNode parts = parse(text);
    Object[] values = new Object[key.size()];
    for (int part = 0; part < values.length; part++) {
      DecodedColumn column = key.get(part);
      try {
        values[part] =
            column.isTenant()
                ? UTF8String.fromString(parts.get(part).textValue())
                : column.decode(schemaOf.apply(column), parts.get(part));
      } catch (DoesNotFit misfit) {
        throw keyDoesNotFit(column, at, misfit);
      }
    }
    return values;
  }

  private static ArrayNode parse(String key) {
    try {
      return (ArrayNode) EventJson.read(key);
    } catch (DoesNotFit impossible) {
      throw new IllegalStateException("a key is a JSON array: " + key, impossible);
    }
  }

  private void refuse(Image image, String reason) {
    throw new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            unit + " cannot apply an update that does not tell its whole document",
            "tenant "
                + image.tenant()
                + ", partition "
                + image.sequence().partition()
                + ", offset "
                + image.sequence().offset(),
            "an earlier change that tells the document, and a patch that goes with it",
            reason,
            "Nothing was committed. Let the connector send the document (an incremental snapshot),"
                + " and whole documents with every update: capture.mode ="
                + " change_streams_update_full, or one with pre-images."));
  }

  private FirnException keyDoesNotFit(DecodedColumn column, Image.Sequence at, DoesNotFit misfit) {
    return new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            unit + " cannot read a key",
            "column " + column.name() + ", partition " + at.partition() + ", offset " + at.offset(),
            column.type().toString(),
            misfit.getMessage(),
            "Nothing was committed. Declare the key column with a type that holds every value."),
        misfit);
  }
}
