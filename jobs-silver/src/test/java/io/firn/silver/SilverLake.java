package io.firn.silver;

import io.firn.config.SilverTable;
import io.firn.model.Outcome;
import io.firn.run.JobContext;
import io.firn.table.Tables;
import io.firn.testkit.BronzeRow;
import io.firn.testkit.BronzeWriter;
import io.firn.testkit.EventBuilder;
import io.firn.testkit.TestLake;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Row;

/** A silver table that is promoted by the real job from bronze rows that a test lands. */
final class SilverLake implements AutoCloseable {
  private final TestLake lake;
  private final BronzeWriter bronze;
  private final SilverTable table;
  private long offset;
  private int runs;

  private SilverLake(TestLake lake, SilverTable table) {
    this.lake = lake;
    this.table = table;
    this.bronze = new BronzeWriter(lake);
  }

  static SilverLake in(Path folder, SilverTable table) {
    return new SilverLake(TestLake.in(folder, List.of(table), List.of()), table);
  }

  /** Lands {@code events} as one bronze snapshot, in this order. */
  void land(EventBuilder... events) {
    land(List.of(events));
  }

  void land(List<EventBuilder> events) {
    List<BronzeRow> rows = new ArrayList<>();
    events.forEach(event -> rows.add(BronzeRow.of(event, 0, offset++)));
    bronze.append(rows);
  }

  Table bronze() {
    return bronze.table();
  }

  TestLake lake() {
    return lake;
  }

  SilverPlan plan() {
    return (SilverPlan) new SilverJob().plan(table.unit(), lake.contextWithoutSpark("plan"));
  }

  /** Plans and runs, as a pipeline's run does. */
  Outcome promote() {
    JobContext context = lake.context("run-" + ++runs);
    SilverPlan plan = (SilverPlan) new SilverJob().plan(table.unit(), context);
    return plan.summary().ready()
        ? new SilverJob().run(plan, context)
        : new Outcome.NothingToDo(String.join("; ", plan.summary().notes()));
  }

  Outcome.Committed promoted() {
    return (Outcome.Committed) promote();
  }

  boolean verifies() {
    return new SilverJob()
        .verify(table.unit(), lake.context("verify")).stream().allMatch(check -> check.passed());
  }

  Table silver() {
    return lake.table(table.unit().tableName());
  }

  /** The rows' values of {@code columns}, one text for each row, sorted. */
  List<String> show(String... columns) {
    return rows().stream()
        .map(
            row ->
                String.join(
                    " ",
                    Arrays.stream(columns)
                        .map(column -> String.valueOf(row.<Object>getAs(column)))
                        .toList()))
        .sorted()
        .toList();
  }

  List<Row> rows() {
    return lake.rows(table.unit().tableName()).collectAsList();
  }

  /** The rows as the simulated source has them. */
  List<SourceRow> sourceRows() {
    if (!lake.catalog().tableExists(Tables.identifier(table.unit().tableName()))) {
      return List.of();
    }
    return rows().stream().map(SilverLake::sourceRow).toList();
  }

  private static SourceRow sourceRow(Row row) {
    if (row.getAs(Columns.RESCUED) != null) {
      throw new AssertionError("rescued: " + row);
    }
    List<String> columns = Arrays.asList(row.schema().fieldNames());
    Optional<String> extra =
        columns.contains("extra") ? Optional.ofNullable(row.getAs("extra")) : Optional.empty();
    return new SourceRow(
        row.getAs("tenant"),
        row.<Number>getAs("id").intValue(),
        row.getAs("name"),
        row.getAs("big"),
        row.<Number>getAs("amount").longValue(),
        extra.orElse(null));
  }

  @Override
  public void close() {
    lake.close();
  }
}
