package io.firn.change;

import com.fasterxml.jackson.databind.JsonNode;
import io.firn.config.ColumnSpec;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * What the source says a field is: a Kafka Connect type, refined by the semantic name Debezium
 * gives it.
 *
 * <p>Events without a schema say nothing: their fields are {@link Undeclared}, and how a value is
 * read depends on the column it goes to. {@code docs/types.md} lists every type with an example.
 */
public sealed interface SourceType extends Serializable {

  /** The type of the column that silver makes for the field when the pipeline declares none. */
  Type naturalType();

  /**
   * This type as a declared {@link ColumnSpec.Encoding} refines it.
   *
   * <p>Only a field without a meaning of its own is refined: a {@code bigint} may hold milliseconds
   * if the pipeline says so, a {@code MicroTimestamp} holds microseconds whatever it says.
   */
  default SourceType encodedAs(Optional<ColumnSpec.Encoding> encoding) {
    return this;
  }

  /** The type of a field of which only the JSON is known. */
  static SourceType undeclared(Optional<ColumnSpec.Encoding> encoding) {
    return new Undeclared().encodedAs(encoding);
  }

  /**
   * Reads one node of a Kafka Connect JSON schema ({@code {"type": …, "name": …, …}}).
   *
   * @throws io.firn.model.FirnException when the node is no Connect schema
   */
  static SourceType parse(JsonNode connectSchema) {
    return ConnectSchema.typeOf(connectSchema);
  }

  /** A Connect type without a semantic name, or with one that Firn does not know. */
  enum Physical implements SourceType {
    BOOLEAN("boolean", Types.BooleanType.get()),
    INT8("int8", Types.IntegerType.get()),
    INT16("int16", Types.IntegerType.get()),
    INT32("int32", Types.IntegerType.get()),
    INT64("int64", Types.LongType.get()),
    FLOAT32("float", Types.FloatType.get()),
    FLOAT64("double", Types.DoubleType.get()),
    STRING("string", Types.StringType.get()),
    BYTES("bytes", Types.BinaryType.get());

    private final String connectType;
    private final Type natural;

    Physical(String connectType, Type natural) {
      this.connectType = connectType;
      this.natural = natural;
    }

    public String connectType() {
      return connectType;
    }

    @Override
    public Type naturalType() {
      return natural;
    }

    @Override
    public SourceType encodedAs(Optional<ColumnSpec.Encoding> encoding) {
      return this == BOOLEAN ? this : encoding.<SourceType>map(Encoded::new).orElse(this);
    }
  }

  /** A physical type with a meaning, known by the name of its Connect schema. */
  enum Semantic implements SourceType {
    DATE(
        Physical.INT32,
        Types.DateType.get(),
        "io.debezium.time.Date",
        "org.apache.kafka.connect.data.Date"),
    TIME_MILLIS(
        Physical.INT32,
        Types.StringType.get(),
        "io.debezium.time.Time",
        "org.apache.kafka.connect.data.Time"),
    TIME_MICROS(Physical.INT64, Types.StringType.get(), "io.debezium.time.MicroTime"),
    TIME_NANOS(Physical.INT64, Types.StringType.get(), "io.debezium.time.NanoTime"),
    TIMESTAMP_MILLIS(
        Physical.INT64,
        Types.TimestampType.withoutZone(),
        "io.debezium.time.Timestamp",
        "org.apache.kafka.connect.data.Timestamp"),
    TIMESTAMP_MICROS(
        Physical.INT64, Types.TimestampType.withoutZone(), "io.debezium.time.MicroTimestamp"),
    TIMESTAMP_NANOS(
        Physical.INT64, Types.TimestampType.withoutZone(), "io.debezium.time.NanoTimestamp"),
    ZONED_TIME(Physical.STRING, Types.StringType.get(), "io.debezium.time.ZonedTime"),
    ZONED_TIMESTAMP(
        Physical.STRING, Types.TimestampType.withZone(), "io.debezium.time.ZonedTimestamp"),
    ISO_DATE(Physical.STRING, Types.DateType.get(), "io.debezium.time.IsoDate"),
    ISO_TIME(Physical.STRING, Types.StringType.get(), "io.debezium.time.IsoTime"),
    ISO_TIMESTAMP(
        Physical.STRING, Types.TimestampType.withoutZone(), "io.debezium.time.IsoTimestamp"),
    MICRO_DURATION(Physical.INT64, Types.LongType.get(), "io.debezium.time.MicroDuration"),
    NANO_DURATION(Physical.INT64, Types.LongType.get(), "io.debezium.time.NanoDuration"),
    INTERVAL(Physical.STRING, Types.StringType.get(), "io.debezium.time.Interval"),
    YEAR(Physical.INT32, Types.IntegerType.get(), "io.debezium.time.Year"),
    UUID(Physical.STRING, Types.StringType.get(), "io.debezium.data.Uuid"),
    JSON(Physical.STRING, Types.StringType.get(), "io.debezium.data.Json"),
    XML(Physical.STRING, Types.StringType.get(), "io.debezium.data.Xml"),
    ENUM(Physical.STRING, Types.StringType.get(), "io.debezium.data.Enum"),
    ENUM_SET(Physical.STRING, Types.StringType.get(), "io.debezium.data.EnumSet"),
    TSVECTOR(Physical.STRING, Types.StringType.get(), "io.debezium.data.Tsvector"),
    LTREE(Physical.STRING, Types.StringType.get(), "io.debezium.data.Ltree"),
    BITS(Physical.BYTES, Types.BinaryType.get(), "io.debezium.data.Bits");

    private final Physical physical;
    private final Type natural;
    private final List<String> connectNames;

    Semantic(Physical physical, Type natural, String... connectNames) {
      this.physical = physical;
      this.natural = natural;
      this.connectNames = List.of(connectNames);
    }

    public Physical physical() {
      return physical;
    }

    public List<String> connectNames() {
      return connectNames;
    }

    @Override
    public Type naturalType() {
      return natural;
    }
  }

  /**
   * A decimal whose scale stands in the schema and whose value is the base64 of its unscaled bytes.
   *
   * @param precision 0 when the schema does not say (PostgreSQL's {@code money})
   */
  record ScaledDecimal(int scale, int precision) implements SourceType {
    private static final int MAX_PRECISION = 38;

    /** The decimal that holds every value of the source, or text when Iceberg has none so wide. */
    @Override
    public Type naturalType() {
      int iceberg = Math.max(scale, 0);
      int digits = precision == 0 ? MAX_PRECISION : precision + Math.max(-scale, 0);
      int wide = Math.max(digits, iceberg);
      return wide > MAX_PRECISION ? Types.StringType.get() : Types.DecimalType.of(wide, iceberg);
    }
  }

  /** A decimal that brings its scale with every value: {@code {"scale": …, "value": …}}. */
  record VariableScaleDecimal() implements SourceType {
    @Override
    public Type naturalType() {
      return Types.StringType.get();
    }
  }

  /** An array. */
  record ListOf(SourceType element) implements SourceType {
    public ListOf {
      Objects.requireNonNull(element, "element is null");
    }

    @Override
    public Type naturalType() {
      return NaturalTypes.list(element);
    }
  }

  /** A value with fields of its own, as the schema tells them. */
  record StructOf(List<SourceField> fields) implements SourceType {
    public StructOf {
      fields = List.copyOf(fields);
    }

    /** JSON text when there are no fields: no file format has a struct of none. */
    @Override
    public Type naturalType() {
      return NaturalTypes.struct(fields);
    }
  }

  /** Values by name; what has other keys than text comes as a list of pairs. */
  record MapOf(SourceType key, SourceType value) implements SourceType {
    public MapOf {
      Objects.requireNonNull(key, "key is null");
      Objects.requireNonNull(value, "value is null");
    }

    boolean keyedByText() {
      return key == Physical.STRING;
    }

    @Override
    public Type naturalType() {
      return keyedByText() ? NaturalTypes.map(value) : Types.StringType.get();
    }
  }

  /** Values of a form that no schema needs to tell. */
  enum Document implements SourceType {
    /** {@code io.debezium.data.geometry.*}: well-known binary in base64, with its SRID. */
    GEOMETRY {
      @Override
      public Type naturalType() {
        return NaturalTypes.geometry();
      }
    },
    /** A value of a MongoDB document in {@link ExtendedJson}'s one form, which tells its type. */
    BSON {
      @Override
      public Type naturalType() {
        return Types.StringType.get();
      }

      @Override
      public SourceType encodedAs(Optional<ColumnSpec.Encoding> encoding) {
        return encoding.<SourceType>map(Encoded::new).orElse(this);
      }
    }
  }

  /** Nothing is said: the event came without a schema. */
  record Undeclared() implements SourceType {
    @Override
    public Type naturalType() {
      return Types.StringType.get();
    }

    @Override
    public SourceType encodedAs(Optional<ColumnSpec.Encoding> encoding) {
      return encoding.<SourceType>map(Encoded::new).orElse(this);
    }
  }

  /** The source says nothing, the pipeline says how the value is written. */
  record Encoded(ColumnSpec.Encoding encoding) implements SourceType {
    @Override
    public Type naturalType() {
      return switch (encoding) {
        case DAYS -> Types.DateType.get();
        case MILLIS, MICROS, NANOS -> Types.TimestampType.withoutZone();
        case ISO, UNSCALED -> Types.StringType.get();
      };
    }
  }
}
