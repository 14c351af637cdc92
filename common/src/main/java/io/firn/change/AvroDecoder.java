package io.firn.change;

import com.fasterxml.jackson.core.JsonGenerator;
import io.firn.change.EnvelopeRefusal.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * Turns records in Confluent's form of Avro (a zero byte, four bytes of schema id, Avro's binary
 * encoding) into the JSON of the same events as Connect's JSON converter writes it, so that all
 * behind it knows one form only.
 *
 * <p>Not thread-safe; one per task.
 */
public final class AvroDecoder {
  private static final int MAGIC = 0;
  private static final int HEADER = 5;
  private static final int USUAL_SIZE = 4096;

  private final Schemas schemas;
  private final AvroBinary binary = new AvroBinary();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_SIZE);
  private JsonGenerator json;

  /** Where writers' schemas come from. */
  @FunctionalInterface
  public interface Schemas {
    /**
     * The schema of that id.
     *
     * @throws EnvelopeRefusal UNKNOWN_SCHEMA when there is none, UNREADABLE_SCHEMA when it cannot
     *     be translated
     * @throws io.firn.model.FirnException when nobody can say now whether there is one
     */
    AvroTranslation of(int id) throws EnvelopeRefusal;
  }

  /**
   * A record in JSON.
   *
   * @param payload the value itself, without a schema around it
   * @param schema the Connect schema; the same array for the same schema id
   * @param envelope whether the schema is that of a change
   */
  public record Decoded(byte[] payload, byte[] schema, boolean envelope) {
    private static final byte[] SCHEMA = JsonBytes.ascii("{\"schema\":");
    private static final byte[] PAYLOAD = JsonBytes.ascii(",\"payload\":");
    private static final byte[] END = JsonBytes.ascii("}");

    /** The record as the JSON converter writes it with its schema embedded. */
    public byte[] whole() {
      ByteArrayOutputStream record = new ByteArrayOutputStream(schema.length + payload.length + 32);
      for (byte[] part : new byte[][] {SCHEMA, schema, PAYLOAD, payload, END}) {
        record.writeBytes(part);
      }
      return record.toByteArray();
    }
  }

  public AvroDecoder(Schemas schemas) {
    this.schemas = schemas;
    this.json = generator();
  }

  /**
   * Decodes a key or a value.
   *
   * @param what which of both it is, for the message
   * @throws EnvelopeRefusal NOT_AVRO, UNKNOWN_SCHEMA or UNREADABLE_SCHEMA
   */
  public Decoded decode(String what, byte[] record) throws EnvelopeRefusal {
    try {
      if (record.length < HEADER || record[0] != MAGIC) {
        throw new EnvelopeRefusal(
            Reason.NOT_AVRO, "it does not begin with a zero byte and a schema's id");
      }
      AvroTranslation schema = schemas.of(ByteBuffer.wrap(record).getInt(1));
      return new Decoded(payload(schema, record), schema.connectSchema(), schema.isEnvelope());
    } catch (EnvelopeRefusal refusal) {
      throw new EnvelopeRefusal(refusal.reason(), "the " + what + ": " + refusal.getMessage());
    }
  }

  private byte[] payload(AvroTranslation schema, byte[] record) throws EnvelopeRefusal {
    boolean whole = false;
    try {
      binary.begin(record, HEADER);
      schema.payload().copy(binary, json);
      binary.end();
      json.flush();
      byte[] payload = out.toByteArray();
      whole = true;
      return payload;
    } catch (IOException impossible) {
      throw new UncheckedIOException("JSON could not be written to memory", impossible);
    } finally {
      if (!whole) {
        // It stands somewhere inside a value.
        json = generator();
      }
      out.reset();
    }
  }

  private JsonGenerator generator() {
    try {
      return EventJson.JSON.createGenerator(out).setRootValueSeparator(null);
    } catch (IOException impossible) {
      throw new UncheckedIOException("JSON cannot be written to memory", impossible);
    }
  }
}
