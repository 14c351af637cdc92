package io.firn.silver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.change.ColumnDecoder;
import io.firn.change.DoesNotFit;
import io.firn.change.EventJson;
import io.firn.change.SourceSchema;
import io.firn.change.SourceType;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import io.firn.silver.RowShape.DataColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
  private final Map<String, SourceSchema> schemas;
  private final Map<String, ColumnDecoder> decoders = new HashMap<>();
  private final int width;

  RowDecoder(String unit, RowShape shape, Map<String, SourceSchema> schemas) {
    this.unit = unit;
    this.shape = shape;
    this.schemas = schemas;
    this.width = shape.schema().columns().size();
  }

  InternalRow row(Image image) {
    image.refusal().ifPresent(reason -> refuse(image, reason));
    Object[] values = new Object[width + 4];
    ObjectNode rescued = JsonNodeFactory.instance.objectNode();
    List<UTF8String> missing = new ArrayList<>();
    Object[] key = key(image.key(), image.sequence(), column -> keySchema(image, column));
    for (int column = 0; column < width; column++) {
      String name = shape.schema().columns().get(column).name();
      int keyPart = shape.key().indexOf(name);
      values[column] = keyPart >= 0 ? key[keyPart] : systemValue(name, image);
    }
    if (!image.deleted() || shape.marks()) {
      for (DataColumn column : shape.columns()) {
        fill(values, column, image, rescued, missing);
      }
    }
    if (!rescued.isEmpty()) {
      values[place(Columns.RESCUED)] = UTF8String.fromString(EventJson.write(rescued));
    }
    values[width] = image.deleted();
    values[width + 1] = missing.isEmpty() ? null : new GenericArrayData(missing.toArray());
    values[width + 2] =
        image
            .origin()
            .map(origin -> key(origin, image.sequence(), column -> keySchema(image, column)))
            .map(GenericInternalRow::new)
            .orElse(null);
    values[width + 3] = image.lost();
    return new GenericInternalRow(values);
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

  private int place(String column) {
    return shape.schema().columns().indexOf(shape.schema().findField(column));
  }

  private void fill(
      Object[] values,
      DataColumn column,
      Image image,
      ObjectNode rescued,
      List<UTF8String> missing) {
    int place = place(column.name());
    if (shape.key().contains(column.name())) {
      return;
    }
    if (Columns.isTenant(column.name())) {
      values[place] = image.tenant() == null ? null : UTF8String.fromString(image.tenant());
      return;
    }
    ImageField field = image.field(column.path().get(0));
    if (field instanceof ImageField.InTable || field instanceof ImageField.Lost) {
      missing.add(UTF8String.fromString(column.name()));
    } else if (field instanceof ImageField.Untold) {
      rescued.put(column.name(), UNTOLD);
    } else if (field instanceof ImageField.Sent sent) {
      JsonNode value = KeyPaths.at(sent.value(), column.path().subList(1, column.path().size()));
      try {
        values[place] = decode(column, sent.schemaId(), value);
      } catch (DoesNotFit misfit) {
        values[place] = misfit.held();
        rescued.set(column.name(), value);
      }
    }
  }

  private Object decode(DataColumn column, String schemaId, JsonNode value) throws DoesNotFit {
    if (value.isMissingNode()) {
      return null;
    }
    return decoders
        .computeIfAbsent(schemaId + "/" + column.name(), id -> decoder(column, schemaId))
        .decode(value);
  }

  private ColumnDecoder decoder(DataColumn column, String schemaId) {
    Optional<SourceType> declaredBySource =
        Optional.ofNullable(schemaId)
            .map(schemas::get)
            .flatMap(schema -> schema.type(column.path()));
    SourceType source =
        declaredBySource
            .map(type -> type.encodedAs(column.encoding()))
            .orElseGet(() -> SourceType.undeclared(column.encoding()));
    return ColumnDecoder.of(source, column.field().type());
  }

  /**
   * The key's values as the table has them.
   *
   * @param schemaId of the event that the key came with, null when that had none
   */
  Object[] key(String key, String schemaId, Image.Sequence at) {
    return key(key, at, column -> schemaId);
  }

  private Object[] key(String key, Image.Sequence at, Function<DataColumn, String> schemaOf) {
    ArrayNode parts = parse(key);
    Object[] values = new Object[shape.key().size()];
    for (int part = 0; part < values.length; part++) {
      String name = shape.key().get(part);
      if (Columns.isTenant(name)) {
        values[part] = UTF8String.fromString(parts.get(part).textValue());
        continue;
      }
      DataColumn column =
          shape.columns().stream()
              .filter(candidate -> candidate.name().equals(name))
              .findFirst()
              .orElseThrow();
      try {
        values[part] = decode(column, schemaOf.apply(column), parts.get(part));
      } catch (DoesNotFit misfit) {
        throw keyDoesNotFit(column, at, misfit);
      }
    }
    return values;
  }

  /** The schema that the key's value came with; for a delete, any that declares the column. */
  private String keySchema(Image image, DataColumn column) {
    ImageField field = image.field(column.path().get(0));
    if (field instanceof ImageField.Sent sent) {
      return sent.schemaId();
    }
    return schemas.entrySet().stream()
        .filter(schema -> schema.getValue().field(column.path().get(0)).isPresent())
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst()
        .orElse(null);
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

  private FirnException keyDoesNotFit(DataColumn column, Image.Sequence at, DoesNotFit misfit) {
    return new FirnException(
        new Failure(
            ErrorKind.CONFIG,
            unit + " cannot read a key",
            "column " + column.name() + ", partition " + at.partition() + ", offset " + at.offset(),
            column.field().type().toString(),
            misfit.getMessage(),
            "Nothing was committed. Declare the key column with a type that holds every value."),
        misfit);
  }
}
