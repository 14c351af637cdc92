package io.firn.bronze;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names a schema by its text: the first 128 bits of SHA-256, so that one text is kept once. */
final class SchemaId {
  private static final int BYTES = 16;

  private SchemaId() {}

  static String of(byte[] text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(digest, 0, BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
