package io.firn.change;

/** The escapes of JSON strings (RFC 8259, section 7). */
final class JsonEscapes {
  private static final int HEX_DIGITS = 4;
  private static final int HEX = 16;

  private JsonEscapes() {}

  /** What {@code text}, the inside of a string known to be well-formed, says. */
  static String resolve(String text) {
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
