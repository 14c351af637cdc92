package io.firn.silver;

import io.firn.commit.Progress;
import io.firn.config.SilverTable;
import io.firn.model.Outcome;
import io.firn.run.JobContext;
import io.firn.table.Tables;
import io.firn.testkit.BronzeRow;
import io.firn.testkit.BronzeWriter;
import io.firn.testkit.EventBuilder;
import io.firn.testkit.TestLake;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A silver table that is promoted by the real job from bronze rows that a test lands. */
final class SilverLake implements AutoCloseable {
  private final TestLake lake;
  private final BronzeWriter bronze;
  private final SilverTable table;
  private final Map<String, String> high = new TreeMap<>();
  private long offset;
  private boolean hidden;
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
    rows.forEach(this::note);
    bronze.append(rows, Map.of("firn.progress", progress()));
  }

  /** From now on bronze does not say how far its positions reached. */
  void hidePositions() {
    hidden = true;
  }

  private void note(BronzeRow row) {
    if (!row.op().equals("r")) {
      high.merge(
          row.event().topic(), row.position(), (one, two) -> one.compareTo(two) > 0 ? one : two);
    }
    high.putIfAbsent(row.event().topic(), "");
  }

  /** As landing writes it, of topics with one partition. */
  private String progress() {
    List<String> topics = new ArrayList<>();
    high.forEach(
        (topic, position) ->
            topics.add(
                "\"%s\":{\"id\":\"t\",\"next\":[%d],\"high\":[\"%s\"]}"
                    .formatted(topic, hidden ? 0 : offset, hidden ? "" : position)));
    return "{\"cluster\":\"c\",\"topics\":{" + String.join(",", topics) + "}}";
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

  /** All images so far: which, of what, and the row's id; sorted. */
  List<String> images() {
    return lake.rows(RowImages.name(table)).collectAsList().stream()
        .map(
            row ->
                row.getAs(RowImages.IMAGE) + " " + row.getAs(RowImages.OP) + " " + row.getAs("id"))
        .sorted()
        .toList();
  }

  boolean isThere() {
    return lake.catalog().tableExists(Tables.identifier(table.unit().tableName()));
  }

  /** The rows as the simulated source has them. */
  List<SourceRow> sourceRows() {
    if (!isThere()) {
      return List.of();
    }
    return rows().stream().filter(row -> !isMarked(row)).map(SilverLake::sourceRow).toList();
  }

  /** A few of the rows of {@code which} that the table and a rebuild do not have in common. */
  List<String> differences(Column which) {
    JobContext context = lake.context("verify");
    RowShape shape = RowShape.of(table, silver().schema());
    SilverProgress reached =
        SilverProgress.parse(Progress.read(silver()).map(Progress::text).orElseThrow());
    Dataset<Row> held = lake.rows(table.unit().tableName()).where(which);
    Dataset<Row> rebuilt = Rows.rebuilt(table, reached.snapshot(), shape, context);
    Dataset<Row> live =
        (shape.marks() ? rebuilt : rebuilt.filter("not " + Columns.DELETED))
            .where(which)
            .select(Arrays.stream(held.columns()).map(Columns::named).toArray(Column[]::new));
    List<String> differences = new ArrayList<>();
    live.exceptAll(held).limit(5).collectAsList().forEach(row -> differences.add("rebuilt " + row));
    held.exceptAll(live).limit(5).collectAsList().forEach(row -> differences.add("held " + row));
    return differences;
  }

  /** The rows of a table that keeps versions. */
  List<VersionModel.Version> versions() {
    return rows().stream()
        .map(
            row -> {
              Timestamp to = row.getAs(Columns.VALID_TO);
              return VersionModel.Version.of(
                  sourceRow(row),
                  row.<Timestamp>getAs(Columns.VALID_FROM).getTime(),
                  to == null ? null : (Long) to.getTime(),
                  row.<Boolean>getAs(Columns.IS_CURRENT));
            })
        .toList();
  }

  private static boolean isMarked(Row row) {
    return Arrays.asList(row.schema().fieldNames()).contains(Columns.MARK)
        && row.<Boolean>getAs(Columns.MARK);
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
