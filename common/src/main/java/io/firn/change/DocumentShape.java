package io.firn.change;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * What the values of one field of MongoDB documents have in common, and of the fields inside.
 *
 * <p>Values of one kind have that kind's column; what has no kind in common is kept as text. What
 * the documents and arrays among them have inside is kept beside it: a column that is a struct
 * already grows by the fields of every document, whatever else came in the same run. Joining is
 * associative, commutative and idempotent, so the result does not depend on how documents are
 * spread over tasks.
 */
final class DocumentShape implements Serializable {
  @Serial private static final long serialVersionUID = 1L;

  private static final long DOUBLE_EXACT = 1L << 53;

  /** Names that are data would make a column of each: such a document is kept as text. */
  static final int MAX_FIELDS = 200;

  static final int MAX_DEPTH = 16;

  private enum Form {
    NULL,
    BOOLEAN,
    /** Whole numbers that a double holds as well. */
    LONG,
    LONG_ONLY,
    DOUBLE,
    MOMENT,
    BINARY,
    ARRAY,
    DOCUMENT,
    TEXT
  }

  static final DocumentShape NONE = new DocumentShape(Form.NULL, null, new TreeMap<>());
  private static final DocumentShape TEXT = new DocumentShape(Form.TEXT, null, new TreeMap<>());

  private final Form form;
  private final DocumentShape element;
  private final TreeMap<String, DocumentShape> fields;

  private DocumentShape(Form form, DocumentShape element, TreeMap<String, DocumentShape> fields) {
    this.form = form;
    this.element = element;
    this.fields = fields;
  }

  /**
   * @param value in {@link ExtendedJson}'s one form
   */
  static DocumentShape of(JsonNode value) {
    return of(value, 0);
  }

  private static DocumentShape of(JsonNode value, int depth) {
    return switch (BsonKind.of(value)) {
      case NULL -> NONE;
      case BOOLEAN -> plain(Form.BOOLEAN);
      case WHOLE -> whole(value);
      case DOUBLE -> plain(Form.DOUBLE);
      case DATE -> plain(Form.MOMENT);
      case BINARY -> plain(Form.BINARY);
      case DECIMAL, TEXT, OBJECT_ID, UUID, SYMBOL, OTHER -> TEXT;
      case ARRAY -> depth == MAX_DEPTH ? TEXT : array(value, depth);
      case DOCUMENT -> depth == MAX_DEPTH ? TEXT : document(value, depth);
    };
  }

  private static DocumentShape plain(Form form) {
    return new DocumentShape(form, null, new TreeMap<>());
  }

  private static DocumentShape whole(JsonNode value) {
    if (!value.canConvertToLong()) {
      return TEXT;
    }
    long number = value.longValue();
    return plain(-DOUBLE_EXACT <= number && number <= DOUBLE_EXACT ? Form.LONG : Form.LONG_ONLY);
  }

  private static DocumentShape array(JsonNode value, int depth) {
    DocumentShape element = NONE;
    for (JsonNode each : value) {
      element = element.join(of(each, depth + 1));
    }
    return new DocumentShape(Form.ARRAY, element, new TreeMap<>());
  }

  private static DocumentShape document(JsonNode value, int depth) {
    TreeMap<String, DocumentShape> fields = new TreeMap<>();
    value
        .properties()
        .forEach(field -> fields.put(field.getKey(), of(field.getValue(), depth + 1)));
    return document(fields);
  }

  private static DocumentShape document(TreeMap<String, DocumentShape> fields) {
    return new DocumentShape(Form.DOCUMENT, null, fields);
  }

  /** The least shape that holds what either holds. */
  DocumentShape join(DocumentShape other) {
    if (form == Form.NULL) {
      return other;
    }
    if (other.form == Form.NULL) {
      return this;
    }
    TreeMap<String, DocumentShape> joined = new TreeMap<>(fields);
    other.fields.forEach((name, shape) -> joined.merge(name, shape, DocumentShape::join));
    DocumentShape inside =
        element == null || other.element == null
            ? Objects.requireNonNullElse(element, other.element == null ? NONE : other.element)
            : element.join(other.element);
    boolean noArray = element == null && other.element == null;
    Form common = form == other.form ? form : joinNumbers(form, other.form).orElse(Form.TEXT);
    return new DocumentShape(common, noArray ? null : inside, joined);
  }

  private static Optional<Form> joinNumbers(Form one, Form other) {
    if (one == Form.LONG && (other == Form.LONG_ONLY || other == Form.DOUBLE)) {
      return Optional.of(other);
    }
    return other == Form.LONG && (one == Form.LONG_ONLY || one == Form.DOUBLE)
        ? Optional.of(one)
        : Optional.empty();
  }

  /** The column's type; empty when nothing but null was seen. Ids inside are placeholders. */
  Optional<Type> type() {
    return switch (form) {
      case NULL -> Optional.empty();
      case BOOLEAN -> Optional.of(Types.BooleanType.get());
      case LONG, LONG_ONLY -> Optional.of(Types.LongType.get());
      case DOUBLE -> Optional.of(Types.DoubleType.get());
      case MOMENT -> Optional.of(Types.TimestampType.withZone());
      case BINARY -> Optional.of(Types.BinaryType.get());
      case TEXT -> Optional.of(Types.StringType.get());
      case ARRAY ->
          Optional.of(Types.ListType.ofOptional(1, element.type().orElse(Types.StringType.get())));
      case DOCUMENT -> Optional.of(struct());
    };
  }

  /** A document of which no field is known, or one has no name, has no struct to hold it. */
  private Type struct() {
    List<Types.NestedField> known = known(new HashMap<>());
    return known.isEmpty() || fields.containsKey("") || fields.size() > MAX_FIELDS
        ? Types.StringType.get()
        : Types.StructType.of(known);
  }

  private List<Types.NestedField> known(Map<String, Type> have) {
    List<Types.NestedField> known = new ArrayList<>();
    for (Map.Entry<String, DocumentShape> field : fields.entrySet()) {
      String name = field.getKey();
      field
          .getValue()
          .type(have.get(name))
          .filter(type -> !name.isEmpty())
          .ifPresent(type -> known.add(Types.NestedField.optional(1, name, type)));
    }
    return known;
  }

  /**
   * The type that a column of type {@code have} may grow towards.
   *
   * @param have null when there is no column yet
   */
  Optional<Type> type(Type have) {
    if (have instanceof Types.StructType struct && !fields.isEmpty()) {
      Map<String, Type> inside = new HashMap<>();
      struct.fields().forEach(field -> inside.put(field.name(), field.type()));
      List<Types.NestedField> known = known(inside);
      return known.isEmpty() ? type() : Optional.of(Types.StructType.of(known));
    }
    if (have instanceof Types.StructType && form == Form.DOCUMENT) {
      return Optional.of(have);
    }
    if (have instanceof Types.ListType list && element != null) {
      return Optional.of(
          Types.ListType.ofOptional(
              1, element.type(list.elementType()).orElse(list.elementType())));
    }
    return type();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DocumentShape that
        && form == that.form
        && Objects.equals(element, that.element)
        && fields.equals(that.fields);
  }

  @Override
  public int hashCode() {
    return Objects.hash(form, element, fields);
  }

  @Override
  public String toString() {
    return form + (element == null ? "" : "[" + element + "]") + (fields.isEmpty() ? "" : fields);
  }
}
