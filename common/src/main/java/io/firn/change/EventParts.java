package io.firn.change;

/**
 * What an event says of a change, as bronze keeps it; absent parts are null.
 *
 * @param operation its code
 * @param patch MongoDB's {@code updateDescription}
 */
public record EventParts(String operation, byte[] key, byte[] before, byte[] after, byte[] patch) {

  /**
   * What is left of a MongoDB event when it is sent again. An update's document is looked up when
   * the event is sent and may be a later one, or gone, the next time; the change itself is the
   * patch. An image of the time before is kept by the server for a while only ("Debezium connector
   * for MongoDB", {@code capture.mode}; MongoDB manual, "Change Streams with Document Pre- and
   * Post-Images").
   */
  EventParts lasting() {
    return new EventParts(operation, key, null, patch == null ? after : null, patch);
  }

  /** What names an event whose position no other event of its operation and key has. */
  EventParts withoutImages() {
    return new EventParts(operation, key, null, null, null);
  }
}
