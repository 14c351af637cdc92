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
   * A value that the source left out because it did not change, and that no change in this range
   * holds.
   *
   * @param originKey key of the row in the silver table that has it
   * @param since position of the change that left the value out: a row of that key that the table
   *     took up later is another one
   */
  record InTable(String originKey, String since) implements ImageField {}
}
