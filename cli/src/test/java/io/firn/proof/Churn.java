package io.firn.proof;

import io.firn.sandbox.KafkaBroker;
import io.firn.testkit.EventBuilder;
import java.util.Random;

/**
 * Two topics in which something happens in each round: rows written and deleted, a record that is
 * no event, from time to time a new column; one topic with embedded schemas, one without.
 */
final class Churn implements AutoCloseable {
  private static final int EVENTS = 20;
  private static final int IDS = 30;
  private static final int ROUNDS_PER_COLUMN = 3;

  private final EventTopic orders;
  private final EventTopic items;
  private final Random random;
  private int rounds;

  Churn(KafkaBroker kafka, String prefix, long seed) {
    this.orders = new EventTopic(kafka, prefix + ".orders", 2);
    this.items = new EventTopic(kafka, prefix + ".items", 1);
    this.random = new Random(seed);
  }

  void round() {
    rounds++;
    for (int i = 0; i < EVENTS; i++) {
      int id = random.nextInt(IDS);
      if (random.nextInt(6) == 0) {
        orders.delete(id);
      } else {
        orders.send(row(orders, id));
      }
      items.send(typed(row(items, random.nextInt(IDS))));
    }
    orders.raw(null, EventTopic.bytes("no event"));
    orders.flush();
    items.flush();
  }

  private EventBuilder row(EventTopic topic, int id) {
    return topic
        .event("u")
        .key(id)
        .with("name", "name " + random.nextInt(5))
        .with("amount", random.nextInt(1000))
        .with(column(), rounds);
  }

  private EventBuilder typed(EventBuilder row) {
    return row.typed("id", "int32")
        .typed("name", "string")
        .typed("amount", "int32")
        .typed(column(), "int32");
  }

  private String column() {
    return "added_" + rounds / ROUNDS_PER_COLUMN;
  }

  int refused() {
    return rounds;
  }

  /** Events that are no tombstones: each is a row of bronze. */
  int itemEvents() {
    return rounds * EVENTS;
  }

  int orderEvents() {
    return rounds * EVENTS;
  }

  @Override
  public void close() {
    orders.close();
    items.close();
  }
}
