package io.firn.change;

/** Well-formed UTF-8 (Unicode standard, table 3-7). */
final class Utf8 {
  private Utf8() {}

  /** Where the character of two to four bytes at {@code start} ends; negative when it is none. */
  static int after(byte[] bytes, int start) {
    int lead = bytes[start] & 0xFF;
    int length = length(lead);
    if (length == 0 || start + length > bytes.length) {
      return -1;
    }
    int second = bytes[start + 1] & 0xFF;
    boolean tooLong = lead == 0xE0 && second < 0xA0 || lead == 0xF0 && second < 0x90;
    boolean noCharacter = lead == 0xED && second >= 0xA0 || lead == 0xF4 && second >= 0x90;
    if (tooLong || noCharacter) {
      return -1;
    }
    for (int i = start + 1; i < start + length; i++) {
      if ((bytes[i] & 0xC0) != 0x80) {
        return -1;
      }
    }
    return start + length;
  }

  private static int length(int lead) {
    if (lead >= 0xC2 && lead < 0xE0) {
      return 2;
    }
    if (lead >= 0xE0 && lead < 0xF0) {
      return 3;
    }
    return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
  }
}
