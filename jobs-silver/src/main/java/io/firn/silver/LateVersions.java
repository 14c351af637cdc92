package io.firn.silver;

import io.firn.config.SilverTable;
import io.firn.model.TopicPartition;
import io.firn.run.JobContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What of a range changes versions that were made before:
 *
 * <ul>
 *   <li>a change that stands before one of its key that was applied (see {@link LateKeys})
 *   <li>a change that stands before a truncate that was applied: it is what the truncate ended
 *   <li>a truncate that stands before a change that was applied: it ends versions of any key of its
 *       tenant
 * </ul>
 *
 * <p>The keys of the first two and the tenants of the last are made anew from all of bronze. Where
 * nothing is late that is known without a look at a row: from how far bronze was landed before the
 * range and from the {@link Profile} of the range. A truncate has no key and comes in any
 * partition, so it is held against the furthest of its topic.
 */
final class LateVersions {
  private static final StructType TRUNCATES =
      new StructType()
          .add("__of", DataTypes.StringType)
          .add("__t_position", DataTypes.StringType)
          .add("__t_partition", DataTypes.IntegerType)
          .add("__t_offset", DataTypes.LongType);

  private final Rows.Input input;
  private final long upTo;
  private final JobContext context;
  private final Optional<Dataset<Row>> keys;
  private final SortedSet<String> tenants;
  private Optional<Rows.Input> all = Optional.empty();

  private LateVersions(
      Rows.Input input,
      long upTo,
      JobContext context,
      Optional<Dataset<Row>> keys,
      SortedSet<String> tenants) {
    this.input = input;
    this.upTo = upTo;
    this.context = context;
    this.keys = keys;
    this.tenants = tenants;
  }

  /**
   * @param plan of a range that begins behind what the table was made of
   */
  static LateVersions in(SilverPlan plan, Rows.Input input, JobContext context) {
    SilverTable table = plan.table();
    long from = plan.range().orElseThrow().from().orElseThrow();
    Landed landed = Landed.of(table, from, context);
    KeyPaths keyPaths = input.survey().keyPaths(table);
    Optional<Dataset<Row>> behindChanges =
        LateKeys.in(input.delta(), landed)
            .map(late -> late.among(Delta.before(table, from, context), keyPaths, context));
    Optional<Dataset<Row>> behindTruncates =
        behindTruncates(input.delta(), plan.next().orElseThrow().truncates(), context)
            .map(rows -> Rows.changes(rows, keyed(keyPaths, context)).select(Columns.KEY));
    Optional<Dataset<Row>> keys =
        Stream.concat(behindChanges.stream(), behindTruncates.stream())
            .reduce(Dataset::union)
            .map(Dataset::distinct)
            .filter(found -> !found.isEmpty());
    long upTo = plan.range().orElseThrow().to();
    return new LateVersions(input, upTo, context, keys, lateTruncates(input.delta(), landed));
  }

  private static KeyedChanges keyed(KeyPaths keyPaths, JobContext context) {
    return new KeyedChanges(keyPaths, Map.of(), Rows.refusals(context));
  }

  /** Changes that stand before a truncate that an earlier run met. */
  private static Optional<Dataset<Row>> behindTruncates(
      Delta delta, Truncates met, JobContext context) {
    if (met.isEmpty() || delta.profile().lowest().isEmpty()) {
      return Optional.empty();
    }
    String lowest =
        Collections.min(
            delta.profile().lowest().values().stream().map(Profile.Lowest::position).toList());
    List<Row> truncates = new ArrayList<>();
    met.last()
        .forEach(
            (tenant, at) ->
                truncates.add(
                    RowFactory.create(tenant, at.position(), at.partition(), at.offset())));
    if (truncates.stream().allMatch(at -> at.getString(1).compareTo(lowest) < 0)) {
      return Optional.empty();
    }
    Column sameTenant =
        functions
            .coalesce(functions.col("tenant"), functions.lit(""))
            .equalTo(functions.col("__of"));
    Column before =
        functions
            .struct(functions.col("position"), functions.col("partition"), functions.col("offset"))
            .lt(
                functions.struct(
                    functions.col("__t_position").as("position"),
                    functions.col("__t_partition").as("partition"),
                    functions.col("__t_offset").as("offset")));
    Dataset<Row> last = context.spark().get().createDataFrame(truncates, TRUNCATES);
    return Optional.of(
        delta.rows().join(functions.broadcast(last), sameTenant.and(before), "left_semi"));
  }

  private static SortedSet<String> lateTruncates(Delta delta, Landed landed) {
    TreeSet<String> tenants = new TreeSet<>();
    if (!delta.profile().truncates()) {
      return tenants;
    }
    for (Row row :
        delta
            .rows()
            .filter(functions.col("op").equalTo("t"))
            .select("tenant", "topic", "partition", "position", "offset")
            .collectAsList()) {
      TopicPartition partition = new TopicPartition(row.getString(1), row.getInt(2));
      Profile.Lowest at = new Profile.Lowest(row.getString(3), row.getLong(4));
      if (landed.late(partition, at, true).isPresent()) {
        tenants.add(row.isNullAt(0) ? "" : row.getString(0));
      }
    }
    return tenants;
  }

  boolean hasTenants() {
    return !tenants.isEmpty();
  }

  /** Whether a row of bronze or of the table, or a state, is one of {@link #hasTenants}. */
  Column isTheirs() {
    return namesTenants()
        ? functions.coalesce(
            Columns.named(SilverTable.TENANT).isin(tenants.toArray()), functions.lit(false))
        : functions.lit(!tenants.isEmpty());
  }

  /** Whether a key is of one tenant; otherwise all are made anew for one. */
  boolean namesTenants() {
    return input.table().key().contains(SilverTable.TENANT);
  }

  /** All that bronze holds of these tenants. */
  Rows.Input allOfTheirs() {
    return Rows.all(input.table(), upTo, isTheirs(), context);
  }

  /** All states of the keys of which a change is late; empty when none is. */
  Optional<Dataset<Row>> states(RowShape shape) {
    return keys.map(
        late -> Rows.again(all(), shape, late, context).where(functions.not(isTheirs())));
  }

  /**
   * All states of keys that turn out to need them when their versions are made.
   *
   * @param anyKey or, when false, of documents that the range leaves values out of
   */
  Dataset<Row> wholeStates(RowShape shape, boolean anyKey) {
    return anyKey || !isOfDocuments()
        ? Rows.latest(all(), shape, Rows.refusals(context))
        : Rows.rebuiltFor(input.delta(), input.table(), upTo, shape, context);
  }

  /** Those of all of bronze; documents have none. */
  TruncateTimes truncates() {
    return isOfDocuments() ? TruncateTimes.NONE : TruncateTimes.in(all().delta());
  }

  private boolean isOfDocuments() {
    return DocumentSurvey.isOfDocuments(input.table(), context);
  }

  private Rows.Input all() {
    if (all.isEmpty()) {
      all = Optional.of(Rows.all(input.table(), upTo, functions.lit(true), context));
    }
    return all.get();
  }
}
