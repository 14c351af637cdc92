package io.firn.silver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.change.ColumnDecoder;
import io.firn.change.DoesNotFit;
import io.firn.change.EventJson;
import io.firn.change.SourceSchema;
import io.firn.change.SourceType;
import io.firn.config.Explode;
import io.firn.silver.Elements.Element;
import io.firn.silver.RowShape.DataColumn;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Turns the image of a source row into rows of {@link RowShape#rows()}: one for each element of its
 * array, and before them the <em>head</em>, which is never written. A head is marked as gone, so
 * that the rows that the table has of this source row go; it also says of what elements no row
 * could be made, as JSON in {@code __rescued}: {@code {"key":…,"reason":…,"detail":…}}.
 *
 * <p>An array that the change left out is copied from the table's rows, which the change's place in
 * the order is written into, or looked up in bronze where the table has none.
 */
final class ElementRows {
  /** Elements named in a refusal. */
  private static final int SHOWN = 10;

  private final RowDecoder sourceRows;
  private final RowShape shape;
  private final Elements elements;
  private final Map<String, SourceSchema> schemas;
  private final Map<String, ColumnDecoder> decoders = new HashMap<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final List<DataColumn> columns;
  private final Optional<DataColumn> keyColumn;

  ElementRows(
      RowDecoder sourceRows, RowShape shape, Elements elements, Map<String, SourceSchema> schemas) {
    this.sourceRows = sourceRows;
    this.shape = shape;
    this.elements = elements;
    this.schemas = schemas;
    for (int place = 0; place < shape.schema().columns().size(); place++) {
      places.put(shape.schema().columns().get(place).name(), place);
    }
    this.columns =
        shape.columns().stream().filter(column -> !shape.key().contains(column.name())).toList();
    this.keyColumn =
        columns.stream().filter(column -> column.name().equals(elements.key())).findFirst();
  }

  List<InternalRow> of(Image image) {
    sourceRows.requireWhole(image);
    Object[] common = common(image);
    if (image.deleted()) {
      return List.of(head(common));
    }
    ImageField array = image.field(elements.field());
    if (array instanceof ImageField.InTable held) {
      return List.of(head(common), copy(common, image, held.key()));
    }
    if (array instanceof ImageField.Lost) {
      Object[] lost = common.clone();
      lost[missing()] = new GenericArrayData(new Object[0]);
      lost[missing() + 2] = true;
      return List.of(head(lost));
    }
    if (array instanceof ImageField.Untold) {
      Refused refused = new Refused();
      refused.note(ChangeRefusal.Reason.NO_ELEMENTS, "left out, and nothing told it before");
      return List.of(refusing(common, image, refused));
    }
    return array instanceof ImageField.Sent sent
        ? exploded(common, image, sent)
        : List.of(head(common));
  }

  private List<InternalRow> exploded(Object[] common, Image image, ImageField.Sent array) {
    Refused refused = new Refused();
    List<InternalRow> rows = new ArrayList<>();
    Set<Object> keys = new HashSet<>();
    for (Element element : in(array, refused)) {
      Optional<Object> key = key(element, array.schemaId(), refused);
      if (key.isPresent() && !keys.add(key.get())) {
        refused.note(ChangeRefusal.Reason.ELEMENT_KEY_TWICE, element.index());
      } else if (key.isPresent()) {
        rows.add(row(common, element, array.schemaId()));
      }
    }
    rows.add(0, refused.isEmpty() ? head(common) : refusing(common, image, refused));
    return rows;
  }

  private List<Element> in(ImageField.Sent array, Refused refused) {
    try {
      return elements.in(array.value());
    } catch (DoesNotFit noElements) {
      refused.note(ChangeRefusal.Reason.NO_ELEMENTS, noElements.getMessage());
      return List.of();
    }
  }

  /** What tells the element apart, as the table has it; a key that does not fit is none. */
  private Optional<Object> key(Element element, String schemaId, Refused refused) {
    if (keyColumn.isEmpty()) {
      return Optional.of(element.index());
    }
    try {
      Object key = decode(keyColumn.get(), schemaId, element);
      if (key == null) {
        refused.note(ChangeRefusal.Reason.NO_ELEMENT_KEY, element.index());
      }
      return Optional.ofNullable(key instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : key);
    } catch (DoesNotFit misfit) {
      refused.note(ChangeRefusal.Reason.NO_ELEMENT_KEY, element.index());
      return Optional.empty();
    }
  }

  /** The key and the place in the order, which all rows of the image have. */
  private Object[] common(Image image) {
    Object[] values = new Object[missing() + 3];
    Object[] key = sourceRows.key(image);
    for (int part = 0; part < key.length; part++) {
      values[places.get(shape.key().get(part))] = key[part];
    }
    values[places.get(Columns.POSITION)] = UTF8String.fromString(image.sequence().position());
    values[places.get(Columns.PARTITION)] = image.sequence().partition();
    values[places.get(Columns.OFFSET)] = image.sequence().offset();
    for (DataColumn column : columns) {
      if (Columns.isTenant(column.name()) && image.tenant() != null) {
        values[places.get(column.name())] = UTF8String.fromString(image.tenant());
      }
    }
    values[missing() - 1] = false;
    values[missing() + 2] = false;
    return values;
  }

  /** Where {@code __missing} stands: behind the table's columns and {@code __gone}. */
  private int missing() {
    return places.size() + 1;
  }

  private InternalRow head(Object[] common) {
    Object[] head = common.clone();
    head[missing() - 1] = true;
    return new GenericInternalRow(head);
  }

  private InternalRow refusing(Object[] common, Image image, Refused refused) {
    Object[] head = common.clone();
    head[missing() - 1] = true;
    head[places.get(Columns.RESCUED)] = UTF8String.fromString(refused.json(image.key()));
    return new GenericInternalRow(head);
  }

  /** Stands for the rows that the table has of the source row {@code origin}. */
  private InternalRow copy(Object[] common, Image image, String origin) {
    List<UTF8String> leftOut = new ArrayList<>();
    columns.stream()
        .map(DataColumn::name)
        .filter(column -> !Columns.isTenant(column))
        .forEach(column -> leftOut.add(UTF8String.fromString(column)));
    for (String place : List.of(Explode.INDEX, Explode.NAME)) {
      if (places.containsKey(place)) {
        leftOut.add(UTF8String.fromString(place));
      }
    }
    Object[] copy = common.clone();
    copy[missing()] = new GenericArrayData(leftOut.toArray());
    copy[missing() + 1] = new GenericInternalRow(sourceRows.key(origin, image));
    return new GenericInternalRow(copy);
  }

  private InternalRow row(Object[] common, Element element, String schemaId) {
    Object[] values = common.clone();
    ObjectNode rescued = JsonNodeFactory.instance.objectNode();
    values[places.get(Explode.INDEX)] = element.index();
    element
        .name()
        .filter(name -> places.containsKey(Explode.NAME))
        .ifPresent(name -> values[places.get(Explode.NAME)] = UTF8String.fromString(name));
    for (DataColumn column : columns) {
      if (Columns.isTenant(column.name())) {
        continue;
      }
      try {
        values[places.get(column.name())] = decode(column, schemaId, element);
      } catch (DoesNotFit misfit) {
        values[places.get(column.name())] = misfit.held();
        rescued.set(column.name(), elements.at(element.value(), column.path()));
      }
    }
    keepHidden(element.value(), rescued);
    if (!rescued.isEmpty()) {
      values[places.get(Columns.RESCUED)] = UTF8String.fromString(EventJson.write(rescued));
    }
    return new GenericInternalRow(values);
  }

  /** A field that is called as a key column of the source row has no column of its own. */
  private void keepHidden(JsonNode element, ObjectNode rescued) {
    for (String column : shape.key()) {
      boolean declared = columns.stream().anyMatch(own -> own.path().get(0).equals(column));
      if (elements.hasFields(element) && element.hasNonNull(column) && !declared) {
        rescued.set(column, element.get(column));
      }
    }
  }

  private Object decode(DataColumn column, String schemaId, Element element) throws DoesNotFit {
    JsonNode value = elements.at(element.value(), column.path());
    return value.isMissingNode()
        ? null
        : decoders
            .computeIfAbsent(schemaId + "/" + column.name(), id -> decoder(column, schemaId))
            .decode(value);
  }

  private ColumnDecoder decoder(DataColumn column, String schemaId) {
    SourceType source =
        Optional.ofNullable(schemaId)
            .map(schemas::get)
            .flatMap(schema -> elements.type(schema, column.path()))
            .map(type -> type.encodedAs(column.encoding()))
            .orElseGet(() -> SourceType.undeclared(column.encoding()));
    return ColumnDecoder.of(source, column.field().type());
  }

  /** Elements of one array of which no row is made. */
  private final class Refused {
    private final Map<ChangeRefusal.Reason, List<Integer>> indexes = new HashMap<>();
    private final Map<ChangeRefusal.Reason, String> whole = new HashMap<>();

    void note(ChangeRefusal.Reason reason, int index) {
      indexes.computeIfAbsent(reason, first -> new ArrayList<>()).add(index);
    }

    void note(ChangeRefusal.Reason reason, String why) {
      whole.put(reason, why);
    }

    boolean isEmpty() {
      return indexes.isEmpty() && whole.isEmpty();
    }

    String json(String key) {
      List<ChangeRefusal.Reason> reasons =
          Stream.of(ChangeRefusal.Reason.values())
              .filter(reason -> indexes.containsKey(reason) || whole.containsKey(reason))
              .toList();
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("key", key).put("reason", reasons.get(0).text());
      List<String> details = new ArrayList<>();
      reasons.forEach(reason -> details.add(detail(reason)));
      return EventJson.write(json.put("detail", String.join("; ", details)));
    }

    private String detail(ChangeRefusal.Reason reason) {
      String path = String.join(".", elements.path());
      if (whole.containsKey(reason)) {
        return path + ": " + whole.get(reason);
      }
      List<Integer> all = indexes.get(reason);
      String which =
          all.subList(0, Math.min(SHOWN, all.size())) + (all.size() > SHOWN ? " and more" : "");
      return path
          + ": "
          + all.size()
          + (reason == ChangeRefusal.Reason.ELEMENT_KEY_TWICE
              ? " with a key that an element before has ("
              : " without a key that fits (")
          + elements.key()
          + "), at "
          + which;
    }
  }
}
