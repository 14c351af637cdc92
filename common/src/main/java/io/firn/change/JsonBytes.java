package io.firn.change;

import java.nio.charset.StandardCharsets;

/**
 * Walks over JSON in UTF-8 and finds where its values begin and end. It checks all of the grammar
 * (RFC 8259, with the bare {@code NaN}, {@code Infinity} and {@code -Infinity} of Debezium's
 * MongoDB connector) and makes nothing of it: no names, no numbers, no text.
 *
 * <p>Why not a JSON library: landing needs the places of six fields and the certainty that the rest
 * is JSON. A parser spends most of its time on the names and numbers of row images that nobody asks
 * for here. A property test holds this walk to what Jackson takes and refuses.
 *
 * <p>Inside strings and numbers it looks at eight bytes at once, as one number: most bytes of a row
 * image stand there.
 */
final class JsonBytes {
  private static final int MAX_DEPTH = 1000;
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");
  private static final byte[] NULL = ascii("null");
  private static final byte[] NAN = ascii("NaN");
  private static final byte[] INFINITY = ascii("Infinity");

  /** One bit for each open container that is stepped over: set for an object. */
  private final long[] objects = new long[(MAX_DEPTH >> 6) + 1];

  private final RecentTexts texts = new RecentTexts();
  private byte[] bytes = new byte[0];
  private int at;
  private int nameStart;
  private int nameLength;
  private boolean first;

  /** The bytes are no JSON. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    private Malformed(int at) {
      super("no JSON from byte " + at + " on", null, false, false);
    }
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Begins at the first byte of {@code json}. */
  void begin(byte[] json) {
    bytes = json;
    at = 0;
  }

  /** The next byte that is no space; -1 at the end. */
  int peek() {
    at = afterSpace(at);
    return byteAt(at);
  }

  /** Where the next byte is read from. */
  int at() {
    return at;
  }

  /** Steps into the object that begins here. */
  void enterObject() throws Malformed {
    at = afterSign('{', at);
    first = true;
  }

  /** Goes to the value of the object's next field; false, and past the object, at its end. */
  boolean nextField() throws Malformed {
    int i = afterSpace(at);
    if (byteAt(i) == '}') {
      at = i + 1;
      first = false;
      return false;
    }
    if (!first) {
      i = afterSpace(afterSign(',', i));
    }
    first = false;
    nameStart = i + 1;
    i = afterText(i);
    nameLength = i - 1 - nameStart;
    at = afterSpace(afterSign(':', i));
    return true;
  }

  /** Whether the field's name is {@code name}, written without escapes. */
  boolean nameIs(byte[] name) {
    if (nameLength != name.length) {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      if (bytes[nameStart + i] != name[i]) {
        return false;
      }
    }
    return true;
  }

  /** Steps over a value and tells where it stood. */
  EnvelopeSlice slice() throws Malformed {
    int start = afterSpace(at);
    at = afterValue(start);
    return new EnvelopeSlice(start, at - start);
  }

  /**
   * Steps over a value that is no object and no array, and gives its text: of a string what it
   * says, else what is written. Null for {@code null}, and for an object or array, which is stepped
   * over too.
   */
  String scalar() throws Malformed {
    int kind = peek();
    int start = at;
    at = afterValue(start);
    if (kind == '{' || kind == '[' || kind == 'n') {
      return null;
    }
    return kind == '"'
        ? texts.said(bytes, start + 1, at - 1)
        : new String(bytes, start, at - start, StandardCharsets.ISO_8859_1);
  }

  /** Demands that nothing but space follows. */
  void end() throws Malformed {
    if (peek() >= 0) {
      throw new Malformed(at);
    }
  }

  /** Steps over one value. */
  void skipValue() throws Malformed {
    at = afterValue(at);
  }

  /** The byte at {@code i}, from 0 to 255; -1 past the end. */
  private int byteAt(int i) {
    return i < bytes.length ? bytes[i] & 0xFF : -1;
  }

  private int afterSpace(int start) {
    byte[] text = bytes;
    int i = start;
    while (i < text.length) {
      byte next = text[i];
      if (next > ' ' || next != ' ' && next != '\n' && next != '\t' && next != '\r') {
        return i;
      }
      i++;
    }
    return i;
  }

  private int afterSign(char sign, int start) throws Malformed {
    int i = afterSpace(start);
    if (byteAt(i) != sign) {
      throw new Malformed(i);
    }
    return i + 1;
  }

  private int afterValue(int start) throws Malformed {
    int depth = 0;
    boolean object = false;
    int i = start;
    while (true) {
      i = afterSpace(i);
      int next = byteAt(i);
      if (next == '{' || next == '[') {
        if (++depth > MAX_DEPTH) {
          throw new Malformed(i + 1);
        }
        object = next == '{';
        remember(depth, object);
        i = afterSpace(i + 1);
        if (byteAt(i) != (object ? '}' : ']')) {
          i = object ? afterName(i) : i;
          continue;
        }
        i++;
        object = isObject(--depth);
      } else {
        i = afterScalar(next, i);
      }
      // A value has ended: close what ends with it.
      while (depth > 0) {
        i = afterSpace(i);
        int after = byteAt(i);
        if (after == ',') {
          i = object ? afterName(i + 1) : i + 1;
          break;
        }
        if (after != (object ? '}' : ']')) {
          throw new Malformed(i);
        }
        i++;
        object = isObject(--depth);
      }
      if (depth == 0) {
        return i;
      }
    }
  }

  private void remember(int depth, boolean object) {
    long bit = 1L << (depth & 63);
    objects[depth >> 6] = object ? objects[depth >> 6] | bit : objects[depth >> 6] & ~bit;
  }

  private boolean isObject(int depth) {
    return (objects[depth >> 6] & 1L << (depth & 63)) != 0;
  }

  private int afterName(int start) throws Malformed {
    return afterSign(':', afterText(afterSpace(start)));
  }

  private int afterScalar(int kind, int start) throws Malformed {
    return switch (kind) {
      case '"' -> afterText(start);
      case 't' -> afterWord(TRUE, start);
      case 'f' -> afterWord(FALSE, start);
      case 'n' -> afterWord(NULL, start);
      case 'N' -> afterWord(NAN, start);
      case 'I' -> afterWord(INFINITY, start);
      default -> afterNumber(start);
    };
  }

  private int afterWord(byte[] word, int start) throws Malformed {
    int i = start;
    for (byte letter : word) {
      if (byteAt(i) != letter) {
        throw new Malformed(i);
      }
      i++;
    }
    requireEndOfScalar(i);
    return i;
  }

  /** {@code truex} and {@code 1a} are no values with something after them. */
  private void requireEndOfScalar(int i) throws Malformed {
    switch (byteAt(i)) {
      case -1, ',', '}', ']', ' ', '\n', '\t', '\r' -> {
        // It ends here.
      }
      default -> throw new Malformed(i);
    }
  }

  private int afterNumber(int start) throws Malformed {
    int i = start;
    if (byteAt(i) == '-') {
      i++;
      if (byteAt(i) == 'I') {
        return afterWord(INFINITY, i);
      }
    }
    i = byteAt(i) == '0' ? i + 1 : afterDigits(i);
    if (byteAt(i) == '.') {
      i = afterDigits(i + 1);
    }
    if (byteAt(i) == 'e' || byteAt(i) == 'E') {
      i++;
      if (byteAt(i) == '+' || byteAt(i) == '-') {
        i++;
      }
      i = afterDigits(i);
    }
    requireEndOfScalar(i);
    return i;
  }

  private int afterDigits(int start) throws Malformed {
    byte[] text = bytes;
    int i = start;
    long others = 0;
    while (others == 0 && i <= text.length - Long.BYTES) {
      others = EightBytes.noDigits(text, i);
      i += EightBytes.first(others);
    }
    while (i < text.length && text[i] >= '0' && text[i] <= '9') {
      i++;
    }
    if (i == start) {
      throw new Malformed(start);
    }
    return i;
  }

  /** Past the string that begins at {@code start}. */
  private int afterText(int start) throws Malformed {
    if (byteAt(start) != '"') {
      throw new Malformed(start);
    }
    byte[] text = bytes;
    int i = start + 1;
    while (i < text.length) {
      if (i <= text.length - Long.BYTES) {
        long notable = EightBytes.notable(text, i);
        i += EightBytes.first(notable);
        if (notable == 0) {
          continue;
        }
      }
      byte next = text[i];
      if (next == '"') {
        return i + 1;
      }
      if (next == '\\') {
        i = afterEscape(i);
      } else if (next >= ' ') {
        i++;
      } else if (next < 0) {
        int after = Utf8.after(text, i);
        if (after < 0) {
          throw new Malformed(i);
        }
        i = after;
      } else {
        // A control character.
        throw new Malformed(i);
      }
    }
    throw new Malformed(i);
  }

  private int afterEscape(int start) throws Malformed {
    switch (byteAt(start + 1)) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return start + 2;
      }
      case 'u' -> {
        for (int i = start + 2; i < start + 6; i++) {
          if (Character.digit(byteAt(i), 16) < 0) {
            throw new Malformed(i);
          }
        }
        return start + 6;
      }
      default -> throw new Malformed(start);
    }
  }
}
