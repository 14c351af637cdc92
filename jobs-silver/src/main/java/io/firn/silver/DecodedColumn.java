package io.firn.silver;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.change.ColumnDecoder;
import io.firn.change.DoesNotFit;
import io.firn.change.SourceSchema;
import io.firn.change.SourceType;
import io.firn.silver.RowShape.DataColumn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.types.Type;

/**
 * A column of the rows that one task decodes, with what would else be looked up for each row: its
 * place, the way to its value in a field, and a decoder for each schema that the value came with.
 */
final class DecodedColumn {
  private final DataColumn column;
  private final int place;
  private final Map<String, SourceSchema> schemas;
  private final List<String> within;
  private final boolean tenant;
  private final String anySchema;
  private final Map<String, ColumnDecoder> decoders = new HashMap<>();

  /**
   * @param place in the table's row
   * @param schemas embedded schemas by id
   */
  DecodedColumn(DataColumn column, int place, Map<String, SourceSchema> schemas) {
    this.column = column;
    this.place = place;
    this.schemas = schemas;
    this.within = column.path().subList(1, column.path().size());
    this.tenant = Columns.isTenant(column.name());
    this.anySchema =
        schemas.entrySet().stream()
            .filter(schema -> schema.getValue().field(column.path().get(0)).isPresent())
            .map(Map.Entry::getKey)
            .sorted()
            .findFirst()
            .orElse(null);
  }

  String name() {
    return column.name();
  }

  int place() {
    return place;
  }

  Type type() {
    return column.field().type();
  }

  /** Whether the topic's name tells the value. */
  boolean isTenant() {
    return tenant;
  }

  /** The field of the row image that the value is in. */
  String sourceField() {
    return column.path().get(0);
  }

  /** Whether the value is all that {@link #sourceField()} has. */
  boolean isWholeField() {
    return within.isEmpty();
  }

  /** The value in {@link #sourceField()}'s value, a missing node when there is none. */
  JsonNode within(JsonNode field) {
    return within.isEmpty() ? field : KeyPaths.at(field, within);
  }

  /**
   * @param schemaId of the event that the value came with, null when that had none
   */
  Object decode(String schemaId, JsonNode value) throws DoesNotFit {
    return value.isMissingNode()
        ? null
        : decoders.computeIfAbsent(schemaId, this::decoder).decode(value);
  }

  private ColumnDecoder decoder(String schemaId) {
    SourceType source =
        Optional.ofNullable(schemaId)
            .map(schemas::get)
            .flatMap(schema -> schema.type(column.path()))
            .map(type -> type.encodedAs(column.encoding()))
            .orElseGet(() -> SourceType.undeclared(column.encoding()));
    return ColumnDecoder.of(source, column.field().type());
  }

  /** The schema that the key's value came with; for a delete, any that declares the column. */
  String keySchema(Image image) {
    return image.field(sourceField()) instanceof ImageField.Sent sent ? sent.schemaId() : anySchema;
  }
}
