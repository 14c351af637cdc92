package io.firn.change;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/** The logical types of Avro that Connect has, too. */
enum AvroLogicalType {
  DECIMAL("Decimal"),
  DATE("Date"),
  TIME("Time"),
  TIMESTAMP("Timestamp");

  /** Of the Connect schemas that go by these names. */
  static final int VERSION = 1;

  /** What stands there for a decimal that declares none. */
  private static final int NO_PRECISION = 64;

  private final String connectName;

  AvroLogicalType(String name) {
    this.connectName = "org.apache.kafka.connect.data." + name;
  }

  static Optional<AvroLogicalType> of(Schema schema) {
    String name = String.valueOf(schema.getProp("logicalType"));
    return switch (schema.getType()) {
      case BYTES, FIXED -> Optional.of(DECIMAL).filter(type -> name.equals("decimal"));
      case INT ->
          switch (name) {
            case "date" -> Optional.of(DATE);
            case "time-millis" -> Optional.of(TIME);
            default -> Optional.empty();
          };
      case LONG -> Optional.of(TIMESTAMP).filter(type -> name.equals("timestamp-millis"));
      default -> Optional.empty();
    };
  }

  String connectName() {
    return connectName;
  }

  /** The parameters of the Connect schema that follow from the Avro schema. */
  Map<String, String> parameters(Schema schema) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (this == DECIMAL) {
      Object scale = schema.getObjectProp("scale");
      parameters.put("scale", scale instanceof Number ? String.valueOf(scale) : "0");
      Object precision = schema.getObjectProp("precision");
      if (precision instanceof Number digits && digits.intValue() != NO_PRECISION) {
        parameters.put("connect.decimal.precision", String.valueOf(digits));
      }
    }
    return parameters;
  }
}
