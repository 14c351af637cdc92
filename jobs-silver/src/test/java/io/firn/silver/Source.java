package io.firn.silver;

import static io.firn.testkit.EventBuilder.event;

import io.firn.silver.SourceRow.Key;
import io.firn.testkit.EventBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A PostgreSQL table in memory with Debezium at its log: applies {@link Step}s one after the other
 * and tells each as the events that Debezium makes of it. {@link #rows()} is what silver must hold.
 */
final class Source {
  private final Map<Key, SourceRow> rows =
      new TreeMap<>(Comparator.comparing(Key::tenant).thenComparingInt(Key::id));
  private final List<List<EventBuilder>> transactions = new ArrayList<>();
  private final boolean schemas;
  private boolean newColumn;
  private long lsn = 100;
  private long clock = 1_700_000_000_000L;
  private final List<Change> log = new ArrayList<>();

  /**
   * One change of one row, or of all rows of a tenant.
   *
   * @param key empty for a truncate
   * @param row that the key has from then on, whole; none when it is gone
   * @param millis the source's clock, which may go back
   */
  record Change(long lsn, String tenant, Optional<Key> key, Optional<SourceRow> row, long millis) {}

  private Source(boolean schemas) {
    this.schemas = schemas;
  }

  /**
   * @param schemas whether the events embed their schema
   */
  static Source after(List<Step> steps, boolean schemas) {
    Source source = new Source(schemas);
    steps.forEach(source::apply);
    return source;
  }

  Collection<SourceRow> rows() {
    return rows.values();
  }

  /** What happened, in the order of the log. */
  List<Change> log() {
    return List.copyOf(log);
  }

  /** The events of each transaction, in the order of the log. */
  List<List<EventBuilder>> transactions() {
    return List.copyOf(transactions);
  }

  List<EventBuilder> events() {
    return transactions.stream().flatMap(List::stream).toList();
  }

  private void apply(Step step) {
    Key key = new Key(step.tenant(), step.id());
    SourceRow row = rows.get(key);
    lsn += 8;
    // On by one to three seconds, or not at all, or back.
    clock += (step.value() % 5 - 1) * 1000L;
    switch (step.kind()) {
      case WRITE -> write(row == null ? "c" : "u", made(step, key));
      case UPDATE -> update(step, row);
      case DELETE -> delete(row);
      case MOVE -> move(step, row);
      case TRUNCATE -> truncate(step.tenant());
      case NEW_COLUMN -> newColumn = true;
    }
  }

  private SourceRow made(Step step, Key key) {
    long amount = newColumn ? step.value() + (1L << 40) : step.value();
    String extra = newColumn ? "x" + step.value() : null;
    String big = "big " + step.value();
    return new SourceRow(key.tenant(), key.id(), "n" + step.value(), big, amount, extra);
  }

  private void write(String op, SourceRow row) {
    put(row);
    transactions.add(List.of(written(op, row)));
  }

  private void update(Step step, SourceRow row) {
    if (row == null) {
      return;
    }
    SourceRow made = made(step, row.key());
    if (!step.leavesOut()) {
      write("u", made);
      return;
    }
    put(keeping(row.big(), made));
    transactions.add(List.of(written("u", made).unavailable("big")));
  }

  private void put(SourceRow row) {
    rows.put(row.key(), row);
    log.add(new Change(lsn, row.tenant(), Optional.of(row.key()), Optional.of(row), clock));
  }

  private void remove(SourceRow row) {
    rows.remove(row.key());
    log.add(new Change(lsn, row.tenant(), Optional.of(row.key()), Optional.empty(), clock));
  }

  private static SourceRow keeping(String big, SourceRow row) {
    return new SourceRow(row.tenant(), row.id(), row.name(), big, row.amount(), row.extra());
  }

  private void delete(SourceRow row) {
    if (row != null) {
      remove(row);
      transactions.add(List.of(deleted(row)));
    }
  }

  private void truncate(String tenant) {
    rows.keySet().removeIf(key -> key.tenant().equals(tenant));
    log.add(new Change(lsn, tenant, Optional.empty(), Optional.empty(), clock));
    transactions.add(List.of(event("t").tenant(tenant).position(lsn).at(clock)));
  }

  private void move(Step step, SourceRow row) {
    Key to = new Key(step.tenant(), step.otherId());
    if (row == null || rows.containsKey(to)) {
      return;
    }
    SourceRow made = made(step, to);
    remove(row);
    put(step.leavesOut() ? keeping(row.big(), made) : made);
    EventBuilder create = written("c", made).oldKey(row.id());
    if (step.leavesOut()) {
      create.unavailable("big");
    }
    transactions.add(List.of(deleted(row).newKey(step.otherId()), create));
  }

  private EventBuilder deleted(SourceRow row) {
    return typed(event("d").tenant(row.tenant()).key(row.id()).position(lsn).at(clock));
  }

  private EventBuilder written(String op, SourceRow row) {
    EventBuilder event =
        event(op)
            .tenant(row.tenant())
            .key(row.id())
            .with("name", row.name())
            .with("big", row.big())
            .with("amount", row.amount())
            .position(lsn)
            .at(clock);
    if (newColumn) {
      event.with("extra", row.extra());
    }
    return typed(event);
  }

  private EventBuilder typed(EventBuilder event) {
    if (!schemas) {
      return event;
    }
    event
        .typed("id", "int32")
        .typed("name", "string")
        .typed("big", "string")
        .typed("amount", newColumn ? "int64" : "int32");
    return newColumn ? event.typed("extra", "string") : event;
  }
}
