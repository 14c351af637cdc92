package io.firn.cli;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Bytes of unknown kind for people: text where they are UTF-8, else a hex dump. */
final class BytesText {
  private static final int SHOWN = 4096;
  private static final int PER_LINE = 16;
  private static final int FIRST_PRINTABLE = 0x20;
  private static final int DELETE = 0x7f;
  private static final int LAST_CONTROL = 0x9f;
  private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");

  private BytesText() {}

  /** The text that the bytes are, all of it; empty when they are no UTF-8. */
  static Optional<String> text(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException binary) {
      return Optional.empty();
    }
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** Lines for a terminal: nothing in them moves the cursor or changes colors. */
  static List<String> lines(byte[] bytes) {
    if (bytes.length == 0) {
      return List.of("(empty: 0 bytes)");
    }
    List<String> lines = new ArrayList<>();
    text(bytes)
        .ifPresentOrElse(
            text ->
                text.substring(0, Math.min(SHOWN, text.length()))
                    .lines()
                    .map(BytesText::safe)
                    .forEach(lines::add),
            () -> dump(Arrays.copyOf(bytes, Math.min(SHOWN, bytes.length)), lines));
    if (bytes.length > SHOWN) {
      lines.add("… (" + bytes.length + " bytes in all; --output json has them)");
    }
    return lines;
  }

  private static void dump(byte[] bytes, List<String> lines) {
    for (int at = 0; at < bytes.length; at += PER_LINE) {
      byte[] part = Arrays.copyOfRange(bytes, at, Math.min(at + PER_LINE, bytes.length));
      StringBuilder readable = new StringBuilder();
      for (byte each : part) {
        boolean printable = each >= FIRST_PRINTABLE && each < DELETE;
        readable.append(printable ? (char) each : '.');
      }
      lines.add(String.format("%08x  %-47s  |%s|", at, SPACED.formatHex(part), readable));
    }
  }

  /** Control characters by their codes: a record must not speak to the terminal. */
  static String safe(String text) {
    StringBuilder safe = new StringBuilder();
    text.chars()
        .forEach(
            each -> {
              boolean control =
                  each < FIRST_PRINTABLE && each != '\t' || each >= DELETE && each <= LAST_CONTROL;
              safe.append(control ? String.format("\\u%04x", each) : String.valueOf((char) each));
            });
    return safe.toString();
  }
}
