package io.firn.change;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** Random Connect schemas of the sorts that Debezium declares, and values of them. */
final class ConnectValues {
  private static final int DEEPEST = 4;

  private final Random random;
  private int names;

  ConnectValues(long seed) {
    this.random = new Random(seed);
  }

  /** A row or an envelope: a struct of several fields. */
  Schema struct(int depth) {
    SchemaBuilder struct = SchemaBuilder.struct().name("io.firn.Struct_" + ++names);
    if (random.nextInt(4) == 0) {
      struct.version(random.nextInt(9)).doc("a \"struct\"\n");
    }
    int fields = 1 + random.nextInt(5);
    for (int i = 0; i < fields; i++) {
      struct.field("f_" + i, any(depth + 1));
    }
    return optional(struct).build();
  }

  private Schema any(int depth) {
    int sorts = depth < DEEPEST ? 34 : 29;
    return switch (random.nextInt(sorts)) {
      case 29, 30 -> optional(SchemaBuilder.array(any(depth + 1))).build();
      case 31 -> optional(SchemaBuilder.map(Schema.STRING_SCHEMA, any(depth + 1))).build();
      case 32 ->
          optional(SchemaBuilder.map(Schema.INT32_SCHEMA, any(depth + 1)))
              .name("io.firn.Map_" + ++names)
              .build();
      case 33 -> struct(depth);
      default -> withDefault(optional(plain())).build();
    };
  }

  private SchemaBuilder optional(SchemaBuilder schema) {
    return random.nextBoolean() ? schema.optional() : schema;
  }

  private SchemaBuilder withDefault(SchemaBuilder schema) {
    return random.nextInt(5) == 0 ? schema.defaultValue(finite(schema)) : schema;
  }

  /** JSON has no numbers for the others, and what becomes of them as a default is anybody's. */
  private Object finite(Schema schema) {
    Object value = of(schema);
    if (value instanceof Float number && !Float.isFinite(number)) {
      return 1.1f;
    }
    return value instanceof Double number && !Double.isFinite(number) ? Double.valueOf(0.1) : value;
  }

  private SchemaBuilder plain() {
    return switch (random.nextInt(24)) {
      case 0 -> SchemaBuilder.int8();
      case 1 -> SchemaBuilder.int16();
      case 2 -> SchemaBuilder.int32();
      case 3 -> SchemaBuilder.int64();
      case 4 -> SchemaBuilder.float32();
      case 5 -> SchemaBuilder.float64();
      case 6 -> SchemaBuilder.bool();
      case 7 -> SchemaBuilder.string();
      case 8 -> SchemaBuilder.bytes();
      case 9 -> Decimal.builder(random.nextInt(10));
      case 10 ->
          Decimal.builder(2).parameter("connect.decimal.precision", "" + (2 + random.nextInt(60)));
      case 11 -> Decimal.builder(7).parameter("connect.decimal.precision", "64");
      case 12 -> Date.builder();
      case 13 -> Time.builder();
      case 14 -> Timestamp.builder();
      case 15 -> SchemaBuilder.int32().name("io.debezium.time.Date").version(1);
      case 16 -> SchemaBuilder.int64().name("io.debezium.time.MicroTimestamp").version(1);
      case 17 -> SchemaBuilder.string().name("io.debezium.time.ZonedTimestamp").version(1);
      case 18 ->
          SchemaBuilder.string()
              .name("io.debezium.data.Enum")
              .version(1)
              .parameter("allowed", "sad,so so,happy \"now\"");
      case 19 -> SchemaBuilder.bytes().name("io.debezium.data.Bits").parameter("length", "12");
      case 20 -> SchemaBuilder.int16().doc("ä doc").parameter("__debezium.source.column.type", "X");
      case 21 -> SchemaBuilder.int32().parameter("b", "1").parameter("a", "2").version(3);
      case 22 -> SchemaBuilder.string().name("io.debezium.data.Json").version(1);
      default -> SchemaBuilder.int64().name("io.debezium.time.MicroDuration").version(1);
    };
  }

  /** A value, null where it may be; not where there is a default, which Avro would have instead. */
  Object of(Schema schema) {
    if (schema.isOptional() && schema.defaultValue() == null && random.nextInt(4) == 0) {
      return null;
    }
    if (schema.name() != null && schema.name().startsWith("org.apache.kafka")) {
      return logical(schema);
    }
    return switch (schema.type()) {
      case INT8 -> (byte) random.nextInt();
      case INT16 -> (short) random.nextInt();
      case INT32 -> random.nextInt() >> random.nextInt(32);
      case INT64 -> random.nextLong() >> random.nextInt(64);
      case FLOAT32 -> Float.intBitsToFloat(random.nextInt(5) == 0 ? 0x7FC00000 : random.nextInt());
      case FLOAT64 ->
          random.nextInt(5) == 0
              ? Double.valueOf(Double.NEGATIVE_INFINITY)
              : Double.valueOf(Double.longBitsToDouble(random.nextLong()));
      case BOOLEAN -> random.nextBoolean();
      case STRING -> text();
      case BYTES -> random.nextBoolean() ? bytes() : (Object) ByteBuffer.wrap(bytes());
      case ARRAY -> list(schema.valueSchema());
      case MAP -> map(schema);
      case STRUCT -> row(schema);
    };
  }

  private Object logical(Schema schema) {
    long days = random.nextInt(60_000) - 10_000;
    return switch (schema.name()) {
      case Decimal.LOGICAL_NAME ->
          new BigDecimal(
              new BigInteger(1 + random.nextInt(90), random).subtract(BigInteger.TEN),
              Integer.parseInt(schema.parameters().get("scale")));
      case Date.LOGICAL_NAME -> new java.util.Date(days * 86_400_000);
      case Time.LOGICAL_NAME -> new java.util.Date(random.nextInt(86_400_000));
      default -> new java.util.Date(days * 86_400_000 + random.nextInt(86_400_000));
    };
  }

  private List<Object> list(Schema items) {
    List<Object> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(of(items));
    }
    return list;
  }

  private Map<Object, Object> map(Schema schema) {
    Map<Object, Object> map = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      map.put(of(schema.keySchema()), of(schema.valueSchema()));
    }
    return map;
  }

  private Struct row(Schema schema) {
    Struct row = new Struct(schema);
    for (Field field : schema.fields()) {
      row.put(field, of(field.schema()));
    }
    return row;
  }

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(20)];
    random.nextBytes(bytes);
    return bytes;
  }

  private String text() {
    String[] parts = {
      "a", "\"", "\\", "\n", "\u0001", "é", "日", "\uD83D\uDE00", "\u2028", "/", " "
    };
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(parts[random.nextInt(parts.length)]);
    }
    return text.toString();
  }
}
