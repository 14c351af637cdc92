package io.firn.change;

import java.util.Arrays;

/**
 * What JSON strings say. The few short ones that every event of a topic holds are made once and
 * handed out again.
 *
 * <p>Not thread-safe; one per walk.
 */
final class RecentTexts {
  private static final int SLOTS = 64;
  private static final int LONGEST = 16;

  private final byte[][] written = new byte[SLOTS][];
  private final String[] texts = new String[SLOTS];

  /** The text of a string known to be well-formed that stands, without its quotes, there. */
  String said(byte[] json, int start, int end) {
    int length = end - start;
    if (length == 0) {
      return "";
    }
    if (length > LONGEST) {
      return JsonEscapes.resolve(json, start, end);
    }
    int slot = (json[start] * 31 + json[end - 1] * 7 + length) & (SLOTS - 1);
    byte[] known = written[slot];
    if (known == null || !Arrays.equals(known, 0, known.length, json, start, end)) {
      written[slot] = Arrays.copyOfRange(json, start, end);
      texts[slot] = JsonEscapes.resolve(json, start, end);
    }
    return texts[slot];
  }
}
