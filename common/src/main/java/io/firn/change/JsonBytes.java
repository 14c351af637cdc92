package io.firn.change;

import java.nio.charset.StandardCharsets;

/**
 * Walks over JSON in UTF-8, byte by byte, and finds where its values begin and end. It checks all
 * of the grammar (RFC 8259, with the bare {@code NaN}, {@code Infinity} and {@code -Infinity} of
 * Debezium's MongoDB connector) and makes nothing of it: no names, no numbers, no text.
 *
 * <p>Why not a JSON library: landing needs the places of six fields and the certainty that the rest
 * is JSON. A parser spends most of its time on the names and numbers of row images that nobody asks
 * for here. A property test holds this walk to what Jackson takes and refuses.
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
    while (at < bytes.length) {
      byte next = bytes[at];
      if (next != ' ' && next != '\n' && next != '\t' && next != '\r') {
        return next & 0xFF;
      }
      at++;
    }
    return -1;
  }

  /** Where the next byte is read from. */
  int at() {
    return at;
  }

  /** Steps into the object that begins here. */
  void enterObject() throws Malformed {
    expect('{');
    first = true;
  }

  /** Goes to the value of the object's next field; false, and past the object, at its end. */
  boolean nextField() throws Malformed {
    int next = peek();
    if (next == '}') {
      at++;
      first = false;
      return false;
    }
    if (!first) {
      expect(',');
      next = peek();
    }
    first = false;
    if (next != '"') {
      throw malformed();
    }
    nameStart = at + 1;
    skipString();
    nameLength = at - 1 - nameStart;
    expect(':');
    peek();
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
    peek();
    int start = at;
    skipValue();
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
    skipValue();
    if (kind == '{' || kind == '[' || kind == 'n') {
      return null;
    }
    return kind == '"'
        ? unescaped(start + 1, at - 1)
        : new String(bytes, start, at - start, StandardCharsets.US_ASCII);
  }

  private String unescaped(int start, int end) {
    String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
    return text.indexOf('\\') < 0 ? text : JsonEscapes.resolve(text);
  }

  /** Demands that nothing but space follows. */
  void end() throws Malformed {
    if (peek() >= 0) {
      throw malformed();
    }
  }

  /** Steps over one value. */
  void skipValue() throws Malformed {
    int depth = 0;
    while (true) {
      int next = peek();
      if (next == '{' || next == '[') {
        at++;
        if (++depth > MAX_DEPTH) {
          throw malformed();
        }
        boolean object = next == '{';
        long bit = 1L << (depth & 63);
        objects[depth >> 6] = object ? objects[depth >> 6] | bit : objects[depth >> 6] & ~bit;
        if (peek() == (object ? '}' : ']')) {
          at++;
          depth--;
        } else {
          if (object) {
            skipName();
          }
          continue;
        }
      } else {
        skipScalar(next);
      }
      // A value has ended: close what ends with it.
      while (depth > 0) {
        boolean object = (objects[depth >> 6] & 1L << (depth & 63)) != 0;
        int after = peek();
        if (after == ',') {
          at++;
          if (object) {
            skipName();
          }
          break;
        }
        if (after != (object ? '}' : ']')) {
          throw malformed();
        }
        at++;
        depth--;
      }
      if (depth == 0) {
        return;
      }
    }
  }

  private void skipName() throws Malformed {
    if (peek() != '"') {
      throw malformed();
    }
    skipString();
    expect(':');
  }

  private void skipScalar(int next) throws Malformed {
    switch (next) {
      case '"' -> skipString();
      case 't' -> skipWord(TRUE);
      case 'f' -> skipWord(FALSE);
      case 'n' -> skipWord(NULL);
      case 'N' -> skipWord(NAN);
      case 'I' -> skipWord(INFINITY);
      default -> skipNumber();
    }
  }

  private void skipWord(byte[] word) throws Malformed {
    for (byte letter : word) {
      if (at >= bytes.length || bytes[at] != letter) {
        throw malformed();
      }
      at++;
    }
    requireEndOfScalar();
  }

  /** {@code truex} and {@code 1a} are no values with something after them. */
  private void requireEndOfScalar() throws Malformed {
    if (at < bytes.length) {
      switch (bytes[at]) {
        case ',', '}', ']', ' ', '\n', '\t', '\r' -> {
          // It ends here.
        }
        default -> throw malformed();
      }
    }
  }

  private void skipNumber() throws Malformed {
    if (at < bytes.length && bytes[at] == '-') {
      at++;
      if (at < bytes.length && bytes[at] == 'I') {
        skipWord(INFINITY);
        return;
      }
    }
    if (at < bytes.length && bytes[at] == '0') {
      at++;
    } else {
      skipDigits();
    }
    if (at < bytes.length && bytes[at] == '.') {
      at++;
      skipDigits();
    }
    if (at < bytes.length && (bytes[at] == 'e' || bytes[at] == 'E')) {
      at++;
      if (at < bytes.length && (bytes[at] == '+' || bytes[at] == '-')) {
        at++;
      }
      skipDigits();
    }
    requireEndOfScalar();
  }

  private void skipDigits() throws Malformed {
    int start = at;
    while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    if (at == start) {
      throw malformed();
    }
  }

  private void skipString() throws Malformed {
    int i = at + 1;
    byte[] text = bytes;
    while (i < text.length) {
      byte next = text[i];
      if (next == '"') {
        at = i + 1;
        return;
      }
      if (next == '\\') {
        i = afterEscape(i);
      } else if (next >= ' ') {
        i++;
      } else if (next < 0) {
        int after = Utf8.after(text, i);
        if (after < 0) {
          throw malformed(i);
        }
        i = after;
      } else {
        // A control character.
        throw malformed(i);
      }
    }
    throw malformed(i);
  }

  private int afterEscape(int start) throws Malformed {
    int kind = start + 1 < bytes.length ? bytes[start + 1] : -1;
    switch (kind) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return start + 2;
      }
      case 'u' -> {
        for (int i = start + 2; i < start + 6; i++) {
          if (i >= bytes.length || Character.digit(bytes[i], 16) < 0) {
            throw malformed(i);
          }
        }
        return start + 6;
      }
      default -> throw malformed(start);
    }
  }

  private void expect(char sign) throws Malformed {
    if (peek() != sign) {
      throw malformed();
    }
    at++;
  }

  private Malformed malformed() {
    return malformed(at);
  }

  private static Malformed malformed(int place) {
    return new Malformed(place);
  }
}
