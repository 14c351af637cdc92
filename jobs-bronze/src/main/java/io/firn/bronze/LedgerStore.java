package io.firn.bronze;

import io.firn.commit.RowFileWriter;
import io.firn.commit.TableCommit;
import io.firn.commit.TaskIdentity;
import io.firn.commit.WrittenFiles;
import io.firn.model.Fate;
import io.firn.model.LedgerEntry;
import io.firn.model.OffsetRange;
import io.firn.model.TopicPartition;
import io.firn.model.UnitName;
import io.firn.run.JobContext;
import io.firn.table.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Keeps the accounts of all landings in {@code bronze.__ledger}, one row for each topic-partition
 * and run.
 *
 * <p>Two tables cannot be committed as one. So an account is first committed with its rows, as a
 * property of the bronze table, and then appended here. A crash between the two leaves it in the
 * property, where the next landing finds it and brings it here before the property is written anew:
 * none is ever lost, whatever snapshots are expired. Should one be appended twice, by two runs at
 * once, it is the same row, and readers take rows that are equal for one.
 */
final class LedgerStore {
  private final JobContext context;

  /** The account of one unit in one run. */
  record Account(UnitName unit, String runKey, Instant startedAt, List<LedgerEntry> entries) {
    static Optional<Account> lastOf(UnitName unit, Table table) {
      return LastLedger.of(table)
          .map(last -> new Account(unit, last.runKey(), last.startedAt(), last.entries()));
    }

    /** A run key may come again after a rewind: the run's start tells the two. */
    private List<String> identity() {
      return identity(unit.toString(), runKey, startedAt);
    }

    private static List<String> identity(String unit, String runKey, Instant startedAt) {
      return List.of(unit, runKey, startedAt.truncatedTo(ChronoUnit.MICROS).toString());
    }
  }

  LedgerStore(JobContext context) {
    this.context = context;
  }

  /** Appends those of {@code last} that are not here yet. */
  void heal(List<Account> last) {
    if (last.isEmpty()) {
      return;
    }
    Set<List<String>> known = known(last);
    append(last.stream().filter(account -> !known.contains(account.identity())).toList());
  }

  private Set<List<String>> known(List<Account> accounts) {
    Table table = Tables.loadOrCreate(context.catalog(), BronzeTables.ledger());
    Expression runs =
        Expressions.in("run_key", accounts.stream().map(Account::runKey).distinct().toArray());
    Set<List<String>> known = new HashSet<>();
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table).where(runs).select("unit", "run_key", "landed_at").build()) {
      rows.forEach(
          row ->
              known.add(
                  Account.identity(
                      (String) row.getField("unit"),
                      (String) row.getField("run_key"),
                      ((OffsetDateTime) row.getField("landed_at")).toInstant())));
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + table.name(), failed);
    }
    return known;
  }

  /** Appends {@code accounts}. */
  void append(List<Account> accounts) {
    if (accounts.isEmpty()) {
      return;
    }
    Table table = Tables.loadOrCreate(context.catalog(), BronzeTables.ledger());
    TaskIdentity task = new TaskIdentity(TaskIdentity.operation(context.runKey()), 0, 0);
    try (RowFileWriter writer =
        new RowFileWriter(table, SparkSchemaUtil.convert(table.schema()), task)) {
      accounts.forEach(
          account -> account.entries().forEach(entry -> writer.write(row(account, entry))));
      TableCommit.appendFacts(table, WrittenFiles.ofData(writer.complete()));
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write " + table.name(), failed);
    }
  }

  private static InternalRow row(Account account, LedgerEntry entry) {
    List<Object> columns = new ArrayList<>();
    columns.add(UTF8String.fromString(account.unit().toString()));
    columns.add(UTF8String.fromString(account.runKey()));
    columns.add(ChronoUnit.MICROS.between(Instant.EPOCH, account.startedAt()));
    columns.add(UTF8String.fromString(entry.partition().topic()));
    columns.add(entry.partition().partition());
    columns.add(entry.era());
    columns.add(entry.range().start());
    columns.add(entry.range().end());
    for (Fate fate : Fate.values()) {
      columns.add(entry.count(fate));
    }
    return new GenericInternalRow(columns.toArray());
  }

  /** All accounts of {@code unit}, oldest first; {@code table}'s last one among them. */
  List<LedgerEntry> of(UnitName unit, Table table) {
    Set<Dated> entries = new LinkedHashSet<>();
    Account.lastOf(unit, table)
        .ifPresent(
            last ->
                last.entries().forEach(entry -> entries.add(new Dated(last.startedAt(), entry))));
    Tables.load(context.catalog(), BronzeTables.ledger().name())
        .ifPresent(store -> entries.addAll(stored(store, unit)));
    return entries.stream().sorted(Dated.OLDEST_FIRST).map(Dated::entry).toList();
  }

  private record Dated(Instant startedAt, LedgerEntry entry) {
    private static final Comparator<Dated> OLDEST_FIRST =
        Comparator.comparing(Dated::startedAt)
            .thenComparing(dated -> dated.entry.partition())
            .thenComparing(dated -> dated.entry.era())
            .thenComparing(dated -> dated.entry.range().start());
  }

  private static List<Dated> stored(Table store, UnitName unit) {
    List<Dated> stored = new ArrayList<>();
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(store).where(Expressions.equal("unit", unit.toString())).build()) {
      rows.forEach(
          row ->
              stored.add(
                  new Dated(((OffsetDateTime) row.getField("landed_at")).toInstant(), entry(row))));
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + store.name(), failed);
    }
    return stored;
  }

  private static LedgerEntry entry(Record row) {
    TreeMap<Fate, Long> counts =
        Arrays.stream(Fate.values())
            .collect(
                Collectors.toMap(
                    fate -> fate,
                    fate -> (Long) row.getField(BronzeTables.column(fate)),
                    (one, other) -> one,
                    TreeMap::new));
    return new LedgerEntry(
        new TopicPartition((String) row.getField("topic"), (Integer) row.getField("partition")),
        (Integer) row.getField("era"),
        new OffsetRange((Long) row.getField("start_offset"), (Long) row.getField("end_offset")),
        counts);
  }
}
