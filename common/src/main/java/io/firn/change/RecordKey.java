package io.firn.change;

import io.firn.change.EnvelopeRefusal.Reason;
import io.firn.change.JsonBytes.Malformed;
import java.util.Arrays;

/**
 * Cuts a record key: its JSON as it came, or the payload of one with an embedded schema.
 *
 * <p>Not thread-safe; one per task.
 */
public final class RecordKey {
  private static final byte[] SCHEMA = JsonBytes.ascii("schema");
  private static final byte[] PAYLOAD = JsonBytes.ascii("payload");

  private final JsonBytes json = new JsonBytes();

  /**
   * The key's own JSON.
   *
   * @throws EnvelopeRefusal when the key is no JSON
   */
  public byte[] payload(byte[] key) throws EnvelopeRefusal {
    json.begin(key);
    int kind = json.peek();
    if (kind < 0) {
      throw new EnvelopeRefusal(Reason.KEY_NOT_JSON, "the key is no JSON: it is empty");
    }
    try {
      if (kind == '{') {
        return payloadOfObject(key);
      }
      json.skipValue();
      json.end();
      return key;
    } catch (Malformed malformed) {
      throw new EnvelopeRefusal(Reason.KEY_NOT_JSON, "the key is " + malformed.getMessage());
    }
  }

  private byte[] payloadOfObject(byte[] key) throws Malformed {
    boolean schema = false;
    EnvelopeSlice payload = EnvelopeSlice.NONE;
    json.enterObject();
    while (json.nextField()) {
      schema |= json.nameIs(SCHEMA);
      boolean wrapped = json.nameIs(PAYLOAD);
      EnvelopeSlice value = json.slice();
      payload = wrapped ? value : payload;
    }
    json.end();
    return schema && !payload.isNone()
        ? Arrays.copyOfRange(key, payload.start(), payload.start() + payload.length())
        : key;
  }
}
