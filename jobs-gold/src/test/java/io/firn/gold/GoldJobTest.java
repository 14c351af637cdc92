package io.firn.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.commit.Progress;
import io.firn.model.FirnException;
import io.firn.model.Outcome;
import io.firn.run.JobContext;
import io.firn.table.Tables;
import java.nio.file.Path;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Facts are replaced as a whole, or stay as they are. */
class GoldJobTest {
  private static final String REVENUE =
      "select tenant, sum(amount) as revenue from silver.orders group by tenant";

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
  void anInputWithoutRowsIsNothingToDo() {
    lake.catalog().dropTable(Tables.identifier(GoldLake.ORDERS.tableName()));
    assertThat(lake.refresh(REVENUE))
        .isEqualTo(new Outcome.NothingToDo("silver:orders has no rows yet"));
    lake.orders();

    assertThat(lake.refresh(REVENUE))
        .isEqualTo(new Outcome.NothingToDo("silver:orders has no rows yet"));
  }

  @Test
  void theFactsAreThoseOfTheInput() {
    Outcome.Committed first = (Outcome.Committed) lake.refresh(REVENUE);
    assertThat(lake.held()).containsExactly("acme 10", "beta 5");
    assertThat(first.counts()).containsEntry("written", 2L);
    assertThat(first.changes()).containsExactly("create table gold.revenue");

    lake.order(3, "acme", 7);
    lake.refresh(REVENUE);

    assertThat(lake.held()).containsExactly("acme 17", "beta 5");
    assertThat(verifies()).isTrue();
  }

  @Test
  void whatIsNewAfterThePlanIsLeftToTheNextRun() {
    GoldPlan plan = lake.plan(REVENUE);
    lake.order(3, "acme", 7);

    new GoldJob().run(plan, lake.context());

    assertThat(lake.held()).containsExactly("acme 10", "beta 5");
    assertThat(lake.plan(REVENUE).summary().ready()).isTrue();
  }

  @Test
  void allTablesOfARunReadOneStateThoughSilverMovesBetween() {
    JobContext run = lake.context();
    GoldPlan first = GoldPlanner.plan(GoldLake.table(REVENUE), run);
    lake.order(3, "acme", 7);
    GoldPlan second = GoldPlanner.plan(GoldLake.table(REVENUE.replace("sum", "max")), run);
    GoldPlan nextRun = GoldPlanner.plan(GoldLake.table(REVENUE), lake.context());

    assertThat(second.next().orElseThrow().inputs()).isEqualTo(first.next().orElseThrow().inputs());
    assertThat(nextRun.next().orElseThrow().inputs())
        .isNotEqualTo(first.next().orElseThrow().inputs());
  }

  @Test
  void sameInputsAndQueryAreNothingToDo() {
    lake.refresh(REVENUE);

    assertThat(lake.refresh(REVENUE))
        .isEqualTo(new Outcome.NothingToDo("inputs and query are those of the last run"));
  }

  @Test
  void anEditedQueryRefreshesWithoutNewData() {
    lake.refresh(REVENUE);

    lake.refresh(REVENUE.replace("sum(amount)", "max(amount) + 1"));

    assertThat(lake.held()).containsExactly("acme 11", "beta 6");
  }

  @Test
  void aPlanCarriedOutTwiceIsFenced() {
    GoldPlan plan = lake.plan(REVENUE);
    new GoldJob().run(plan, lake.context());

    assertThatThrownBy(() -> new GoldJob().run(plan, lake.context()))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("Another writer changed the table");
    assertThat(lake.held()).containsExactly("acme 10", "beta 5");
  }

  @Test
  void aGrainThatDoesNotHoldLeavesTheTableAsItIs() {
    lake.refresh(REVENUE);
    String progress = Progress.read(lake.gold()).orElseThrow().text();

    assertThatThrownBy(
            () ->
                lake.refresh(
                    "select tenant, amount as revenue from silver.orders"
                        + " union all select 'acme', 1"))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("The result of gold:revenue does not have its declared grain")
        .hasMessageContaining("1 values of it with more than one row");
    assertThat(lake.held()).containsExactly("acme 10", "beta 5");
    assertThat(Progress.read(lake.gold()).orElseThrow().text()).isEqualTo(progress);
  }

  @Test
  void aGrainColumnThatIsNotSelectedIsRefused() {
    assertThatThrownBy(() -> lake.refresh("select sum(amount) as revenue from silver.orders"))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("the grain columns [tenant] in the query's result");
  }

  @Test
  void anAddedColumnJoinsTheTable() {
    lake.refresh(REVENUE);
    Outcome.Committed added =
        (Outcome.Committed)
            lake.refresh(REVENUE.replace("as revenue", "as revenue, count(*) as orders"));

    assertThat(added.changes()).containsExactly("add column orders long");
    assertThat(lake.held()).containsExactly("acme 10 1", "beta 5 1");
  }

  @Test
  void aColumnNoLongerSelectedStaysAndIsNull() {
    lake.refresh(REVENUE);
    lake.refresh("select distinct tenant from silver.orders");

    assertThat(lake.held()).containsExactly("acme null", "beta null");
  }

  @Test
  void aWiderTypeWidensTheColumn() {
    lake.refresh(REVENUE.replace("sum(amount)", "max(amount)"));
    assertThat(lake.gold().schema().findType("revenue")).isEqualTo(Types.IntegerType.get());

    lake.refresh(REVENUE);

    assertThat(lake.gold().schema().findType("revenue")).isEqualTo(Types.LongType.get());
    assertThat(lake.held()).containsExactly("acme 10", "beta 5");
  }

  @Test
  void anotherTypeIsRefusedAndTheTableStays() {
    lake.refresh(REVENUE);

    assertThatThrownBy(
            () -> lake.refresh(REVENUE.replace("sum(amount)", "cast(sum(amount) as string)")))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("A column of gold:revenue changed its type (gold.revenue.revenue)")
        .hasMessageContaining("expected long or a type that it grows into, found string");
    assertThat(lake.held()).containsExactly("acme 10", "beta 5");
  }

  private boolean verifies() {
    return new GoldVerify(GoldLake.table(REVENUE), lake.context())
        .checks().stream().allMatch(check -> check.passed());
  }
}
