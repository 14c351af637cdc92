package io.firn.change;

/**
 * A stretch of the record's own bytes, so that what bronze keeps is what came, to the byte.
 *
 * @param start first byte
 * @param length bytes; 0 stands for JSON {@code null} or an absent field
 */
public record EnvelopeSlice(int start, int length) {
  public static final EnvelopeSlice NONE = new EnvelopeSlice(0, 0);

  public boolean isNone() {
    return length == 0;
  }
}
