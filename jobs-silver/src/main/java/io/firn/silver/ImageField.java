package io.firn.silver;

import com.fasterxml.jackson.databind.JsonNode;

/** A field of a row image that is being put together from changes. */
sealed interface ImageField {

  /**
   * A value that the source sent.
   *
   * @param schemaId of the event it came with, null when that had none
   */
  record Sent(JsonNode value, String schemaId) implements ImageField {}

  /**
   * A value that the source left out because it did not change, and that the silver table's row of
   * a key holds: that row is newer than what the range says of the key before.
   */
  record InTable(String key) implements ImageField {}

  /** A value that the source left out and that neither the range nor the table tells. */
  record Untold() implements ImageField {}

  /**
   * A value that the source left out of a key change, of a row that is no longer in the table: an
   * earlier run applied the delete of the old key. Only bronze still has it.
   */
  record Lost() implements ImageField {}

  /** The row has no such field. */
  record Absent() implements ImageField {}

  /**
   * A value that cannot be told, of a row that must not be written without it.
   *
   * @param reason why, without any value
   */
  record Refused(String reason) implements ImageField {}
}
