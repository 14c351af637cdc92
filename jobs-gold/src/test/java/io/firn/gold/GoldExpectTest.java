package io.firn.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.firn.commit.Progress;
import io.firn.commit.RowFiles;
import io.firn.commit.StagedCommit;
import io.firn.commit.Stamp;
import io.firn.commit.TableCommit;
import io.firn.commit.WrittenFiles;
import io.firn.config.Expectation;
import io.firn.config.Otherwise;
import io.firn.model.ErrorKind;
import io.firn.model.FirnException;
import io.firn.model.Layer;
import io.firn.model.Outcome;
import io.firn.model.TableName;
import io.firn.model.Verdict;
import io.firn.run.JobContext;
import io.firn.run.expect.ExpectationLog;
import io.firn.run.expect.FailedRows;
import io.firn.table.Tables;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers see what is expected, and until then what they saw before. */
class GoldExpectTest {
  private static final String REVENUE =
      "select tenant, cast(sum(amount) as int) as revenue from silver.orders group by tenant";
  private static final TableName FAILED = FailedRows.name(Layer.GOLD);
  private static final TableName RESULTS = ExpectationLog.name(Layer.GOLD);

  @TempDir private Path folder;
  private GoldLake lake;

  @BeforeEach
  void fillSilver() {
    lake = new GoldLake(folder);
    lake.order(1, "acme", 10);
    lake.order(2, "beta", 5);
  }

  @AfterEach
  void closeLake() {
    lake.close();
  }

  @Test
  void aFailedExpectationLeavesTheOldRowsServedUntilItHolds() {
    lake.expect(positive(Otherwise.FAIL));
    lake.refresh(REVENUE);
    String progress = progress();
    lake.order(3, "acme", -100);

    FirnException failed = catchThrowableOfType(FirnException.class, () -> lake.refresh(REVENUE));

    assertThat(failed.failure().kind()).isEqualTo(ErrorKind.EXPECTATION);
    assertThat(failed)
        .hasMessageContaining("gold:revenue is not what is expected of it")
        .hasMessageContaining("positive (revenue > 0)")
        .hasMessageContaining("positive: 1 of 2 rows fail, e.g. (tenant=acme)");
    assertThat(lake.held()).containsExactly("acme 10", "beta 5");
    assertThat(progress()).isEqualTo(progress);
    assertThat(lake.gold().refs()).containsKey(StagedCommit.BRANCH);

    lake.order(4, "acme", 100);
    lake.refresh(REVENUE);

    assertThat(lake.held()).containsExactly("acme 10", "beta 5");
    assertThat(progress()).isNotEqualTo(progress);
    assertThat(lake.gold().refs()).doesNotContainKey(StagedCommit.BRANCH);
    assertThat(lake.rows(RESULTS, "name", "failing", "checked"))
        .containsExactly("positive 0 2", "positive 0 2", "positive 1 2");
  }

  @Test
  void theFirstRowsOfATableAreNotServedEitherWhenTheyFail() {
    lake.expect(expect("many", new Expectation.Rows(OptionalLong.of(3), OptionalLong.empty())));

    assertThatThrownBy(() -> lake.refresh(REVENUE))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("many: 2 rows");

    assertThat(lake.held()).isEmpty();
    assertThat(Progress.read(lake.gold())).isEmpty();
  }

  @Test
  void aRunThatDiedBeforePublishingHasChangedNothing() {
    lake.expect(positive(Otherwise.FAIL));
    lake.refresh(REVENUE);
    lake.order(3, "acme", 7);
    JobContext died = stageAndDie(lake.plan(REVENUE));
    assertThat(lake.held()).containsExactly("acme 10", "beta 5");
    assertThat(Progress.committedBy(lake.gold(), died.runKey().value())).isFalse();

    new GoldJob().run(lake.plan(REVENUE), died);

    assertThat(lake.held()).containsExactly("acme 17", "beta 5");
    assertThat(lake.gold().refs()).doesNotContainKey(StagedCommit.BRANCH);
    assertThat(lake.verifies(REVENUE)).isTrue();
  }

  /** What a run leaves that ends after it wrote, and before it looked. */
  private JobContext stageAndDie(GoldPlan plan) {
    JobContext context = lake.context();
    Table target = lake.gold();
    WrittenFiles files =
        RowFiles.write(
            GoldQuery.rows(plan.table(), plan.next().orElseThrow().inputs(), context),
            target,
            context.runKey(),
            1);
    new TableCommit(
            target,
            new Stamp(
                plan.table().unit(),
                context.runKey(),
                plan.expected(),
                plan.next().orElseThrow().text()))
        .staging()
        .replace(files);
    return context;
  }

  @Test
  void quarantinedRowsStandBesideTheTableOnceAndLeaveWhenTheyAreRight() {
    lake.expect(
        positive(Otherwise.QUARANTINE),
        new Expectation(
            "known",
            new Expectation.Accepted("tenant", List.of("acme", "beta")),
            Otherwise.QUARANTINE));
    lake.order(3, "odd", -1);
    Outcome.Committed first = (Outcome.Committed) lake.refresh(REVENUE);

    assertThat(lake.held()).containsExactly("acme 10", "beta 5");
    assertThat(first.verdicts().stream().map(Verdict::failing)).containsExactly(1L, 1L);
    assertThat(lake.rows(FAILED, "unit", "key", "row", "expectations"))
        .containsExactly(
            "gold:revenue {\"tenant\":\"odd\"} {\"tenant\":\"odd\",\"revenue\":-1} known, positive");
    assertThat(lake.verifies(REVENUE)).isTrue();

    lake.order(4, "odd", 1);
    lake.order(5, "acme", -10);
    lake.refresh(REVENUE);
    assertThat(lake.held()).containsExactly("beta 5");
    assertThat(lake.rows(FAILED, "key", "expectations"))
        .containsExactly("{\"tenant\":\"acme\"} positive", "{\"tenant\":\"odd\"} known, positive");

    lake.order(6, "acme", 1);
    lake.expect(positive(Otherwise.QUARANTINE));
    lake.order(7, "odd", 1);
    lake.refresh(REVENUE);
    assertThat(lake.held()).containsExactly("acme 1", "beta 5", "odd 1");
    assertThat(lake.rows(FAILED, "key")).isEmpty();
  }

  @Test
  void aWarningIsReportedAndPublished() {
    lake.expect(positive(Otherwise.WARN));
    lake.order(3, "odd", -1);

    Outcome.Committed warned = (Outcome.Committed) lake.refresh(REVENUE);

    assertThat(lake.held()).containsExactly("acme 10", "beta 5", "odd -1");
    assertThat(warned.verdicts())
        .containsExactly(
            new Verdict(
                "positive",
                "check",
                "revenue > 0",
                "warn",
                1,
                3,
                "1 of 3 rows fail, e.g. (tenant=odd)"));
    assertThat(lake.gold().properties().get("firn.expectations"))
        .isEqualTo(warned.snapshotId() + " 0 of 1 hold; warn positive (1 of 3)");
  }

  @Test
  void referencesAreLookedUpInTheSameCut() {
    lake.expect(
        expect(
            "ordered",
            new Expectation.References(List.of("tenant"), GoldLake.ORDERS, List.of("tenant"))));
    GoldPlan plan = lake.plan(REVENUE.replace("tenant,", "upper(tenant) as tenant,"));
    lake.order(3, "ACME", 1);
    lake.order(4, "BETA", 1);

    assertThatThrownBy(() -> new GoldJob().run(plan, lake.context()))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("ordered: 2 of 2 rows fail, e.g. (tenant=ACME), (tenant=BETA)");
  }

  @Test
  void anotherExpectationIsAskedWithoutNewData() {
    lake.refresh(REVENUE);
    lake.expect(expect("many", new Expectation.Rows(OptionalLong.of(3), OptionalLong.empty())));

    assertThatThrownBy(() -> lake.refresh(REVENUE))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("many (at least 3 rows)");
  }

  @Test
  void anExpectationThatDoesNotFitIsRefusedBeforeAnythingIsWritten() {
    lake.expect(expect("odd", new Expectation.NotNull(List.of("revenu"))));

    assertThatThrownBy(() -> lake.refresh(REVENUE))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("odd: there is no column 'revenu'; did you mean 'revenue'?");

    assertThat(lake.catalog().tableExists(Tables.identifier(new TableName("gold", "revenue"))))
        .isFalse();
  }

  private String progress() {
    return Progress.read(lake.gold()).map(Progress::text).orElseThrow();
  }

  private static Expectation positive(Otherwise otherwise) {
    return new Expectation("positive", new Expectation.Check("revenue > 0"), otherwise);
  }

  private static Expectation expect(String name, Expectation.Rule rule) {
    return new Expectation(name, rule, Otherwise.FAIL);
  }
}
