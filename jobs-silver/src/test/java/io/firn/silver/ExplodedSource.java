package io.firn.silver;

import static io.firn.testkit.EventBuilder.event;

import io.firn.testkit.EventBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A PostgreSQL table in memory, of which a column holds JSON arrays: many histories at once, each
 * of a few rows of its own. {@link #elements()} is what a table with the elements as rows holds.
 */
final class ExplodedSource {
  /** What a row's array holds; null in the place of an array is an SQL null. */
  private record Item(String sku, Integer qty) {
    String json() {
      return qty == null
          ? "{\"sku\":\"%s\"}".formatted(sku)
          : "{\"sku\":\"%s\",\"qty\":%d}".formatted(sku, qty);
    }
  }

  private static final int IDS_PER_HISTORY = 3;

  private final Random chance;
  private final boolean schemas;
  private final Map<String, Map<Integer, List<Item>>> rows = new TreeMap<>();
  private final List<List<EventBuilder>> transactions = new ArrayList<>();
  private long lsn = 100;

  private ExplodedSource(Random chance, boolean schemas) {
    this.chance = chance;
    this.schemas = schemas;
    rows.put("acme", new TreeMap<>());
    rows.put("beta", new TreeMap<>());
  }

  static ExplodedSource of(Random chance, int histories, int steps) {
    ExplodedSource source = new ExplodedSource(chance, chance.nextBoolean());
    for (int step = 0; step < histories * steps; step++) {
      source.step(chance.nextInt(histories));
    }
    return source;
  }

  /** The events of each transaction, in the order of the log. */
  List<List<EventBuilder>> transactions() {
    return transactions;
  }

  /** One text for each element that has a row: tenant, id, sku, qty and place; sorted. */
  List<String> elements() {
    List<String> elements = new ArrayList<>();
    rows.forEach(
        (tenant, ofTenant) ->
            ofTenant.forEach(
                (id, items) -> {
                  Map<String, String> bySku = new LinkedHashMap<>();
                  for (int place = 0; items != null && place < items.size(); place++) {
                    Item item = items.get(place);
                    bySku.putIfAbsent(
                        item.sku(),
                        "%s %d %s %s %d".formatted(tenant, id, item.sku(), item.qty(), place));
                  }
                  elements.addAll(bySku.values());
                }));
    return elements.stream().sorted().toList();
  }

  private void step(int history) {
    String tenant = history % 2 == 0 ? "acme" : "beta";
    int id = history * IDS_PER_HISTORY + chance.nextInt(IDS_PER_HISTORY);
    Map<Integer, List<Item>> ofTenant = rows.get(tenant);
    boolean there = ofTenant.containsKey(id);
    lsn += 8;
    int kind = chance.nextInt(300);
    if (kind == 0) {
      ofTenant.clear();
      transactions.add(List.of(event("t").tenant(tenant).position(lsn)));
    } else if (kind < 150 || !there) {
      List<Item> items = items();
      ofTenant.put(id, items);
      transactions.add(List.of(written(there ? "u" : "c", tenant, id).with("items", json(items))));
    } else if (kind < 210) {
      transactions.add(List.of(written("u", tenant, id).unavailable("items")));
    } else if (kind < 250) {
      ofTenant.remove(id);
      transactions.add(List.of(deleted(tenant, id)));
    } else {
      move(tenant, id, history * IDS_PER_HISTORY + chance.nextInt(IDS_PER_HISTORY));
    }
  }

  private void move(String tenant, int id, int to) {
    Map<Integer, List<Item>> ofTenant = rows.get(tenant);
    if (ofTenant.containsKey(to)) {
      return;
    }
    List<Item> items = ofTenant.remove(id);
    EventBuilder create = written("c", tenant, to).oldKey(id);
    if (chance.nextBoolean()) {
      create.unavailable("items");
    } else {
      items = items();
      create.with("items", json(items));
    }
    ofTenant.put(to, items);
    transactions.add(List.of(deleted(tenant, id).newKey(to), create));
  }

  private List<Item> items() {
    int size = chance.nextInt(6) - 1;
    if (size < 0) {
      return null;
    }
    List<Item> items = new ArrayList<>();
    for (int item = 0; item < size; item++) {
      Integer qty = chance.nextInt(4) == 0 ? null : chance.nextInt(100);
      items.add(new Item(String.valueOf((char) ('a' + chance.nextInt(5))), qty));
    }
    return items;
  }

  private static String json(List<Item> items) {
    return items == null ? null : items.stream().map(Item::json).toList().toString();
  }

  private EventBuilder written(String op, String tenant, int id) {
    return typed(event(op).tenant(tenant).key(id).with("note", "n" + lsn).position(lsn));
  }

  private EventBuilder deleted(String tenant, int id) {
    return typed(event("d").tenant(tenant).key(id).position(lsn));
  }

  private EventBuilder typed(EventBuilder event) {
    return schemas
        ? event
            .typed("id", "int32")
            .typed("note", "string")
            .typed("items", "{\"type\":\"string\",\"name\":\"io.debezium.data.Json\"}")
        : event;
  }
}
