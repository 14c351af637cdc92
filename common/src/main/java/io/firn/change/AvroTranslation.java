package io.firn.change;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firn.change.EnvelopeRefusal.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/**
 * One schema of a writer, with what is derived from it once: the Connect schema's JSON and the way
 * its records are copied. Without state; threads share it.
 */
public final class AvroTranslation {
  private final byte[] connectSchema;
  private final AvroPayload payload;
  private final boolean envelope;

  private AvroTranslation(byte[] connectSchema, AvroPayload payload, boolean envelope) {
    this.connectSchema = connectSchema;
    this.payload = payload;
    this.envelope = envelope;
  }

  /**
   * Translates a schema.
   *
   * @param schema Avro's JSON
   * @param references the schemas whose types it names, each after those that it names itself
   * @throws EnvelopeRefusal UNREADABLE_SCHEMA when it is no Avro schema, or none that Connect
   *     writes
   */
  public static AvroTranslation of(String schema, List<String> references) throws EnvelopeRefusal {
    Schema parsed = parse(schema, references);
    ObjectNode connect = AvroConnectSchema.of(parsed);
    return new AvroTranslation(
        EventJson.write(connect).getBytes(StandardCharsets.UTF_8),
        AvroPayload.of(parsed),
        isEnvelope(parsed));
  }

  private static boolean isEnvelope(Schema schema) {
    return schema.getType() == Schema.Type.RECORD
        && schema.getField("op") != null
        && schema.getField("source") != null;
  }

  /** What the writer's own parser accepted is not refused for its names or defaults. */
  private static Schema parse(String schema, List<String> references) throws EnvelopeRefusal {
    Schema.Parser parser = new Schema.Parser(NameValidator.NO_VALIDATION);
    parser.setValidateDefaults(false);
    try {
      references.forEach(parser::parse);
      return parser.parse(schema);
    } catch (RuntimeException malformed) {
      // Avro's parser has exceptions of its own for most faults, and Java's for the rest.
      throw new EnvelopeRefusal(
          Reason.UNREADABLE_SCHEMA,
          "its schema in the registry is no Avro schema ("
              + malformed.getClass().getSimpleName()
              + ")");
    }
  }

  /** The JSON that Connect's JSON converter embeds for this schema; the same array each time. */
  byte[] connectSchema() {
    return connectSchema;
  }

  /** Whether its records are changes. */
  boolean isEnvelope() {
    return envelope;
  }

  AvroPayload payload() {
    return payload;
  }
}
