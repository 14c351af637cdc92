package io.firn.change;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a JSON string says, as UTF-8, from the bytes that write it (RFC 8259, section 7).
 *
 * <p>A surrogate without its other half has no UTF-8. It stays the escape that it was: the texts
 * that are read here are JSON themselves, in which the escape means the same.
 */
final class JsonText {
  private static final int ESCAPE = 6;
  private static final int HEX = 16;

  private JsonText() {}

  /**
   * What the inside of a string says.
   *
   * @param json known to be well-formed
   * @param start after the opening quote
   * @param end at the closing quote
   */
  static byte[] said(byte[] json, int start, int end) {
    int escape = nextEscape(json, start, end);
    if (escape == end) {
      return Arrays.copyOfRange(json, start, end);
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream(end - start);
    int at = start;
    while (escape < end) {
      said.write(json, at, escape - at);
      at = json[escape + 1] == 'u' ? unicode(json, escape, end, said) : sign(json, escape, said);
      escape = nextEscape(json, at, end);
    }
    said.write(json, at, end - at);
    return said.toByteArray();
  }

  private static int nextEscape(byte[] json, int from, int end) {
    int at = from;
    while (at < end && json[at] != '\\') {
      at++;
    }
    return at;
  }

  /** Writes what the escape at {@code at} says and tells where it ends. */
  private static int sign(byte[] json, int at, ByteArrayOutputStream said) {
    byte kind = json[at + 1];
    said.write(
        switch (kind) {
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          default -> kind;
        });
    return at + 2;
  }

  private static int unicode(byte[] json, int at, int end, ByteArrayOutputStream said) {
    char first = unit(json, at);
    if (!Character.isSurrogate(first)) {
      said.writeBytes(String.valueOf(first).getBytes(StandardCharsets.UTF_8));
      return at + ESCAPE;
    }
    int next = at + ESCAPE;
    boolean escaped = next < end && json[next] == '\\' && json[next + 1] == 'u';
    if (escaped && Character.isSurrogatePair(first, unit(json, next))) {
      String pair = new String(new char[] {first, unit(json, next)});
      said.writeBytes(pair.getBytes(StandardCharsets.UTF_8));
      return next + ESCAPE;
    }
    said.write(json, at, ESCAPE);
    return next;
  }

  private static char unit(byte[] json, int at) {
    return (char)
        Integer.parseInt(new String(json, at + 2, ESCAPE - 2, StandardCharsets.US_ASCII), HEX);
  }
}
