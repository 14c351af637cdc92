package io.firn.change;

import java.nio.charset.StandardCharsets;

/** The escapes of JSON strings (RFC 8259, section 7). */
final class JsonEscapes {
  private static final int HEX_DIGITS = 4;
  private static final int HEX = 16;

  private JsonEscapes() {}

  /** What the inside of a string known to be well-formed says. */
  static String resolve(byte[] json, int start, int end) {
    byte[] said = new byte[end - start];
    int length = 0;
    int i = start;
    while (i < end) {
      byte next = json[i++];
      if (next == '\\') {
        next = json[i++];
        if (next == 'u') {
          return resolve(new String(json, start, end - start, StandardCharsets.UTF_8));
        }
        next = (byte) sign((char) next);
      }
      said[length++] = next;
    }
    return new String(said, 0, length, StandardCharsets.UTF_8);
  }

  private static String resolve(String text) {
    StringBuilder said = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      char next = text.charAt(i++);
      if (next != '\\') {
        said.append(next);
        continue;
      }
      char kind = text.charAt(i++);
      if (kind == 'u') {
        said.append((char) Integer.parseInt(text, i, i + HEX_DIGITS, HEX));
        i += HEX_DIGITS;
      } else {
        said.append(sign(kind));
      }
    }
    return said.toString();
  }

  private static char sign(char kind) {
    return switch (kind) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> kind;
    };
  }
}
