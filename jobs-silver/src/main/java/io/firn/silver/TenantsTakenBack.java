package io.firn.silver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.firn.commit.CommitKeys;
import io.firn.commit.Stamp;
import io.firn.config.SilverTable;
import io.firn.model.SnapshotRange;
import io.firn.run.JobContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.util.LongAccumulator;

/**
 * What silver does when bronze took tenants back ({@code firn rewind --tenant}).
 *
 * <p>Silver is a pure function of bronze, key by key, and a key of such a table names its tenant.
 * So the rows of a tenant are a function of that tenant's bronze rows alone: they are made anew
 * from all of these that the range ends with, and take the place of those in the table. Everybody
 * else's are promoted from what was appended, as ever. Both go in with one commit, with the
 * progress; no snapshot of silver's past is needed, and it does not matter how far silver was
 * behind, nor whether the tenant's offsets have been landed again by now.
 *
 * <p>The incremental read passes over what is deleted, and over the deletes: it would read rows of
 * the range that were taken back later in it. None of those is another tenant's.
 */
final class TenantsTakenBack {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SilverPlan plan;
  private final SilverTable table;
  private final JobContext context;
  private final Delta theirs;
  private final Survey survey;

  TenantsTakenBack(SilverPlan plan, JobContext context) {
    this.plan = plan;
    this.table = plan.table();
    this.context = context;
    SnapshotRange whole = new SnapshotRange(OptionalLong.empty(), plan.range().orElseThrow().to());
    this.theirs = Delta.read(table, whole, isTheirs(), context);
    this.survey = Survey.of(table, theirs, context);
  }

  /** Of rows of bronze or silver. */
  private Column isTheirs() {
    Column tenant = Columns.named(SilverTable.TENANT);
    return functions.coalesce(tenant.isin(plan.takenBack().toArray()), functions.lit(false));
  }

  /** Brings the columns that their rows need. */
  void bring(SilverSchema columns) {
    ShapeEvidence evidence = new ShapeEvidence(table, theirs, survey, context);
    columns.bring(survey.fields(), evidence, Optional.of("rewind"));
  }

  /** Everybody else's new rows. */
  Delta others() {
    return Delta.read(table, plan.range().orElseThrow(), functions.not(isTheirs()), context);
  }

  /** Everybody else's rows in the table. */
  Existing others(Existing existing) {
    return existing.where(functions.not(isTheirs()));
  }

  /** All of their bronze rows. */
  Delta delta() {
    return theirs;
  }

  /** Their rows made anew, and those of {@code existing} that they replace. */
  Promotion.Promoted anew(Table target, TableShapes shapes, Existing existing) {
    LongAccumulator refused = Rows.refusals(context);
    Rows.Input input = new Rows.Input(table, theirs, survey, theirs.truncates(), Optional.empty());
    Dataset<Row> latest = shapes.kept(Rows.latest(input, shapes.typed(), refused));
    RowShape shape = shapes.table();
    Existing gone = existing.where(isTheirs());
    Promotion.Promoted anew =
        shape.versions()
            ? new VersionPromotion(target, shape, context).replace(gone, latest, theirs)
            : new Promotion(
                    target,
                    shape,
                    context,
                    new Promotion.Held(Optional.empty(), theirs.truncates(), Optional.empty()),
                    () -> latest)
                .replace(gone, latest);
    if (refused.value() > 0 || anew.refused().isPresent()) {
      new SilverQuarantine(table, context).putAgain(theirs, anew.refused());
    }
    return anew.refusing(Optional.empty());
  }

  /** {@code stamp} on a commit with rows made anew: it tells what is made of this table. */
  Stamp on(Stamp stamp) {
    try {
      return stamp.with(
          Map.of(CommitKeys.MADE_ANEW, JSON.writeValueAsString(List.copyOf(plan.takenBack()))));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a list of text is JSON", impossible);
    }
  }
}
