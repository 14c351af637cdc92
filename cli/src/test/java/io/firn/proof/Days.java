package io.firn.proof;

import io.firn.sandbox.KafkaBroker;

/**
 * Two topics in which each day rows come, change and go, one row changes its key, a column is added
 * and a record is refused.
 */
final class Days implements AutoCloseable {
  private static final int ROWS = 12;

  private final EventTopic orders;
  private final EventTopic items;
  private int days;

  Days(KafkaBroker kafka, String prefix) {
    this.orders = new EventTopic(kafka, prefix + ".orders", 1);
    this.items = new EventTopic(kafka, prefix + ".items", 2);
    orders.put(renamed(), "this row changes its key each day", 0);
  }

  private int renamed() {
    return 1000 + days;
  }

  void day() {
    int from = renamed();
    days++;
    for (int row = 0; row < ROWS; row++) {
      int id = row * days % ROWS;
      orders.send(
          orders
              .event("u")
              .key(id)
              .with("name", "name " + row % 3)
              .with("amount", days * row)
              .with("added_" + days, days));
      items.send(
          items
              .event("c")
              .key(id + days)
              .with("amount", row)
              .with("added_" + days, days)
              .typed("id", "int32")
              .typed("amount", "int32")
              .typed("added_" + days, "int32"));
    }
    orders.rename(from, renamed(), days);
    orders.delete(days);
    orders.raw(null, EventTopic.bytes("no event"));
    items.raw(null, EventTopic.bytes("no event either"));
    orders.flush();
    items.flush();
  }

  int refused() {
    return 2 * days;
  }

  @Override
  public void close() {
    orders.close();
    items.close();
  }
}
