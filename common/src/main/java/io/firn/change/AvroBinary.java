package io.firn.change;

import io.firn.change.EnvelopeRefusal.Reason;

/**
 * Walks over one record in Avro's binary encoding (specification 1.12, "Binary encoding").
 *
 * <p>Not Avro's own decoder, since the bytes may be anybody's: that one allocates as much as a
 * length asks for before it looks whether so many bytes are there, up to 2 GB for six bytes of
 * rubbish. Here nothing is allocated, and every length is held to what is left.
 *
 * <p>Not thread-safe; one per task.
 */
final class AvroBinary {
  private static final int LONGEST_NUMBER = 10;
  private static final int LONGEST_CHARACTER = 4;

  private byte[] bytes = new byte[0];
  private int at;
  private int start;
  private boolean pairs;

  /** Stands at {@code offset} of {@code record} from now on. */
  void begin(byte[] record, int offset) {
    bytes = record;
    at = offset;
    start = offset;
  }

  /** The bytes that {@link #start()} points into. */
  byte[] bytes() {
    return bytes;
  }

  /** Where the bytes passed last begin. */
  int start() {
    return start;
  }

  void end() throws EnvelopeRefusal {
    if (at != bytes.length) {
      throw refusal((bytes.length - at) + " bytes follow after the end of the record");
    }
  }

  boolean readBoolean() throws EnvelopeRefusal {
    pass(1);
    int value = bytes[start];
    if (value != 0 && value != 1) {
      throw refusal("a boolean is neither 0 nor 1");
    }
    return value == 1;
  }

  int readInt() throws EnvelopeRefusal {
    long value = readLong();
    if (value != (int) value) {
      throw refusal("an int has more than 32 bits");
    }
    return (int) value;
  }

  /** Variable length, zig-zag. */
  long readLong() throws EnvelopeRefusal {
    long raw = 0;
    for (int i = 0; i < LONGEST_NUMBER; i++) {
      pass(1);
      byte next = bytes[start];
      raw |= (long) (next & 0x7F) << (7 * i);
      if (next >= 0) {
        return (raw >>> 1) ^ -(raw & 1);
      }
    }
    throw refusal("a number has more than 64 bits");
  }

  float readFloat() throws EnvelopeRefusal {
    return Float.intBitsToFloat((int) littleEndian(Float.BYTES));
  }

  double readDouble() throws EnvelopeRefusal {
    return Double.longBitsToDouble(littleEndian(Double.BYTES));
  }

  private long littleEndian(int length) throws EnvelopeRefusal {
    pass(length);
    long value = 0;
    for (int i = length - 1; i >= 0; i--) {
      value = value << 8 | bytes[start + i] & 0xFF;
    }
    return value;
  }

  /** Passes bytes that their length stands before; they begin at {@link #start()}. */
  int passBytes() throws EnvelopeRefusal {
    long length = readLong();
    if (length < 0 || length > bytes.length - at) {
      throw refusal("a length is not that of what follows");
    }
    pass((int) length);
    return (int) length;
  }

  /** Passes bytes that are text. */
  int passText() throws EnvelopeRefusal {
    int length = passBytes();
    pairs = false;
    for (int i = start; i < at; ) {
      int next = bytes[i] >= 0 ? i + 1 : Utf8.after(bytes, i);
      if (next < 0 || next > at) {
        throw refusal("a text is not UTF-8");
      }
      pairs |= next - i == LONGEST_CHARACTER;
      i = next;
    }
    return length;
  }

  /** Whether the text passed last has characters that are pairs in UTF-16. */
  boolean hasPairs() {
    return pairs;
  }

  /** Passes {@code length} bytes; they begin at {@link #start()}. */
  void pass(int length) throws EnvelopeRefusal {
    if (length > bytes.length - at) {
      throw refusal("the record ends before its schema does");
    }
    start = at;
    at += length;
  }

  /**
   * How many items of an array or map follow; 0 at its end. Each takes a byte at least: Connect has
   * no type whose values take none but a struct without fields, which no table's row has.
   */
  int readBlock() throws EnvelopeRefusal {
    long count = readLong();
    if (count < 0) {
      count = -count;
      readLong();
    }
    if (count < 0 || count > bytes.length - at) {
      throw refusal("an array or map has more items than bytes follow");
    }
    return (int) count;
  }

  EnvelopeRefusal refusal(String what) {
    return new EnvelopeRefusal(Reason.NOT_AVRO, what + ", at byte " + at);
  }
}
