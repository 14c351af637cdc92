package io.firn.silver;

import io.firn.commit.WrittenFiles;
import io.firn.run.JobContext;
import io.firn.silver.Promotion.Promoted;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import scala.jdk.javaapi.CollectionConverters;

/**
 * {@link Promotion} of a table that keeps versions: data files with the versions that a range
 * makes, position deletes for those that it ends or updates. Commits nothing.
 *
 * <p>Normally the table's current row of a key is all that is needed to go on, and all that is
 * replaced: by itself with {@code valid_to}. Of a key without one the last version tells how far
 * its time went, which matters only where the source's clock went back behind it. Whatever would
 * change an older version is made anew from bronze instead, and replaces all versions of the same
 * keys (see {@link LateVersions}): the order of changes alone decides, not when they came.
 */
final class VersionPromotion {
  /** Where the bounds of the keys begin among what is counted. */
  private static final int BOUNDS = 4;

  private static final StorageLevel KEPT = StorageLevel.MEMORY_AND_DISK();

  private final SilverFiles files;
  private final RowShape shape;
  private final JobContext context;

  VersionPromotion(Table target, RowShape shape, JobContext context) {
    this.files = new SilverFiles(target, shape, context);
    this.shape = shape;
    this.context = context;
  }

  /** The table's rows that tell what changes of the plan leave out; none when it begins anew. */
  static Optional<Existing> base(SilverPlan plan, Optional<Existing> existing) {
    return plan.range().orElseThrow().from().isEmpty()
        ? Optional.empty()
        : existing.map(VersionPromotion::current);
  }

  private static Existing current(Existing existing) {
    return existing.where(functions.col(Columns.IS_CURRENT));
  }

  /**
   * @param states of the range, rows of {@link RowShape#rows()}
   * @param existing the table's rows; empty before its first commit
   */
  Promoted promote(
      SilverPlan plan, Rows.Input input, Dataset<Row> states, Optional<Existing> existing) {
    if (existing.isEmpty()) {
      return made(states, Optional.empty(), input.delta());
    }
    if (plan.range().orElseThrow().from().isEmpty()) {
      return replace(existing.get(), states, input.delta());
    }
    LateVersions late = LateVersions.in(plan, input, context);
    if (!late.hasTenants()) {
      return promoteKeys(input, states, existing.get(), late);
    }
    Rows.Input all = late.allOfTheirs();
    Promoted anew =
        replace(
            existing.get().where(late.isTheirs()),
            Rows.latest(all, shape, Rows.refusals(context)),
            all.delta());
    Column others = functions.not(late.isTheirs());
    return late.namesTenants()
        ? promoteKeys(input, states.where(others), existing.get().where(others), late).and(anew)
        : anew;
  }

  /**
   * Files that put versions in the place of {@code gone}.
   *
   * @param states all that bronze tells of keys that no other row of the table has
   * @param gone rows of the table
   * @param delta the changes that they are made of
   */
  Promoted replace(Existing gone, Dataset<Row> states, Delta delta) {
    return made(states, Optional.of(gone.places()), delta);
  }

  private Promoted made(Dataset<Row> states, Optional<Dataset<Row>> gone, Delta delta) {
    Dataset<Row> versions = Versions.of(states, Optional.empty(), shape, TruncateTimes.in(delta));
    WrittenFiles data = files.write(Versions.written(versions, shape), delta.profile().rows());
    List<WrittenFiles> removed = gone.map(files::delete).stream().toList();
    return promoted(data, WrittenFiles.merge(removed), Map.of());
  }

  private Promoted promoteKeys(
      Rows.Input input, Dataset<Row> all, Existing existing, LateVersions late) {
    Optional<Dataset<Row>> again = late.states(shape).map(rows -> rows.persist(KEPT));
    Optional<Dataset<Row>> againKeys = again.map(rows -> rows.select(key()).distinct());
    Dataset<Row> states = againKeys.map(keys -> without(all, keys)).orElse(all).persist(KEPT);
    try {
      KeyRange range = new KeyRange(shape.keys());
      Row counted = count(states, range);
      Dataset<Row> whole =
          counted.getLong(2) > 0
              ? new LeftOutValues(shape, current(existing), () -> states).fill(states, false)
              : states;
      Dataset<Row> held = held(input, existing, states, counted, range);
      Dataset<Row> heldKept = againKeys.map(keys -> without(held, keys)).orElse(held);
      Dataset<Row> versions =
          Versions.of(whole, Optional.of(heldKept), shape, TruncateTimes.in(input.delta()))
              .persist(KEPT);
      try {
        return upsert(versions, again, existing, late).counting("keys", counted.getLong(1));
      } finally {
        versions.unpersist();
      }
    } finally {
      states.unpersist();
      again.ifPresent(Dataset::unpersist);
    }
  }

  private Promoted upsert(
      Dataset<Row> versions, Optional<Dataset<Row>> again, Existing existing, LateVersions late) {
    Column reason = functions.col(VersionRows.AGAIN);
    Row counted =
        versions
            .agg(
                functions.count_if(functions.col(Existing.FILE).isNull().and(reason.isNull())),
                functions.count_if(reason.isNotNull()),
                functions.count_if(reason.equalTo(VersionRows.LATE.toString())))
            .first();
    boolean begunAnew = counted.getLong(1) > 0;
    Dataset<Row> named = versions.filter(reason.isNotNull());
    Optional<Dataset<Row>> more =
        begunAnew
            ? Optional.of(semi(late.wholeStates(shape, counted.getLong(2) > 0), named))
            : Optional.empty();
    Dataset<Row> sure = begunAnew ? without(versions, named) : versions;
    Dataset<Row> gone = sure.filter(functions.col(Existing.FILE).isNotNull());
    Dataset<Row> written = Versions.written(sure, shape);
    Optional<Dataset<Row>> anew =
        Stream.concat(again.stream(), more.stream()).reduce(Dataset::unionByName);
    if (anew.isEmpty()) {
      return promoted(files.write(written, counted.getLong(0)), files.delete(gone), Map.of());
    }
    Dataset<Row> keys = anew.get().select(key()).distinct().persist(KEPT);
    Dataset<Row> made =
        Versions.written(Versions.of(anew.get(), Optional.empty(), shape, late.truncates()), shape)
            .persist(KEPT);
    try {
      Dataset<Row> places = semi(existing.places(), keys);
      return promoted(
          files.write(written.unionByName(made), counted.getLong(0) + made.count()),
          files.delete(places(gone).unionByName(places(places))),
          Map.of("again", keys.count()));
    } finally {
      made.unpersist();
      keys.unpersist();
    }
  }

  /** States, their keys, those with something left out, the earliest time, bounds of the keys. */
  private Row count(Dataset<Row> states, KeyRange range) {
    Column[] others =
        Stream.concat(
                Stream.of(
                    functions.countDistinct(keyOfAll()),
                    functions.count_if(functions.col(Columns.MISSING).isNotNull()),
                    functions.min(Columns.VALID_FROM)),
                range.bounds().stream())
            .toArray(Column[]::new);
    return states.agg(functions.count(functions.lit(1)), others).first();
  }

  /**
   * The table's rows that the range goes on from: the current rows of its keys and of the tenants
   * that it empties, and closed rows that end later than the range begins.
   */
  private Dataset<Row> held(
      Rows.Input input, Existing existing, Dataset<Row> states, Row counted, KeyRange range) {
    Dataset<Row> ofKeys =
        counted.getLong(0) == 0
            ? existing.all().where(functions.lit(false))
            : semi(
                existing
                    .where(range.holds(counted, BOUNDS))
                    .all()
                    .where(
                        functions
                            .col(Columns.IS_CURRENT)
                            .or(functions.col(Columns.VALID_TO).gt(counted.get(3)))),
                states);
    Truncates truncates = input.delta().truncates();
    return truncates.isEmpty()
        ? ofKeys
        : ofKeys.unionByName(without(current(existing).before(truncates), states));
  }

  private Dataset<Row> without(Dataset<Row> rows, Dataset<Row> others) {
    return join(rows, others, "left_anti");
  }

  private Dataset<Row> semi(Dataset<Row> rows, Dataset<Row> others) {
    return join(rows, others, "left_semi");
  }

  private Dataset<Row> join(Dataset<Row> rows, Dataset<Row> others, String kind) {
    return rows.join(
        functions.broadcast(others.select(key())),
        CollectionConverters.asScala(shape.key()).toSeq(),
        kind);
  }

  private Column keyOfAll() {
    return functions.struct(key());
  }

  private Column[] key() {
    return Versions.columns(shape.key().toArray(String[]::new));
  }

  private static Promoted promoted(
      WrittenFiles written, WrittenFiles removed, Map<String, Long> counts) {
    TreeMap<String, Long> all = new TreeMap<>(counts);
    all.put("written", written.rows());
    all.put("replaced", removed.deletedRows());
    return new Promoted(
        WrittenFiles.merge(List.of(written, removed)),
        WrittenFiles.merge(List.of()),
        all,
        Optional.empty());
  }

  private Dataset<Row> places(Dataset<Row> rows) {
    return rows.select(
        Versions.columns(
            Stream.concat(shape.key().stream(), Stream.of(Existing.FILE, Existing.POS))
                .toArray(String[]::new)));
  }
}
