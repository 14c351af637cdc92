package io.firn.bronze;

import io.firn.change.AvroDecoder;
import io.firn.change.EnvelopeRefusal;
import io.firn.change.RecordKey;
import java.util.Optional;

/**
 * The form that a unit's records have in Kafka. Behind it there is JSON only.
 *
 * <p>Not thread-safe; one per task and unit.
 */
sealed interface RecordForm {
  /** The key's own JSON. */
  byte[] key(byte[] key) throws EnvelopeRefusal;

  /** The value in JSON, with or without its schema. */
  byte[] value(byte[] value) throws EnvelopeRefusal;

  /** The schema of the value given out last, where it did not stand in it. */
  Optional<byte[]> schema();

  /**
   * The form of a unit's records.
   *
   * @param operationId names the Spark job: schemas are asked for once in each
   */
  static RecordForm of(LandingTarget target, String operationId) {
    return target.registry().isNone()
        ? new Json(new RecordKey())
        : new Avro(new AvroDecoder(RegistrySchemas.of(target.registry(), operationId)));
  }

  /** With or without embedded schema, record by record. */
  record Json(RecordKey keys) implements RecordForm {
    @Override
    public byte[] key(byte[] key) throws EnvelopeRefusal {
      return keys.payload(key);
    }

    @Override
    public byte[] value(byte[] value) {
      return value;
    }

    @Override
    public Optional<byte[]> schema() {
      return Optional.empty();
    }
  }

  /** Each record with the id of its schema. */
  final class Avro implements RecordForm {
    private final AvroDecoder decoder;
    private Optional<byte[]> schema = Optional.empty();

    private Avro(AvroDecoder decoder) {
      this.decoder = decoder;
    }

    @Override
    public byte[] key(byte[] key) throws EnvelopeRefusal {
      return decoder.decode("key", key).payload();
    }

    /**
     * A change goes on without its schema, which is the same for all and many times its size; of
     * anything else the schema tells what it is.
     */
    @Override
    public byte[] value(byte[] value) throws EnvelopeRefusal {
      AvroDecoder.Decoded decoded = decoder.decode("value", value);
      schema = decoded.envelope() ? Optional.of(decoded.schema()) : Optional.empty();
      return decoded.envelope() ? decoded.payload() : decoded.whole();
    }

    @Override
    public Optional<byte[]> schema() {
      return schema;
    }
  }
}
