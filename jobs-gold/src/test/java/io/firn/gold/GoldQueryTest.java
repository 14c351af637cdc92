package io.firn.gold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.model.ErrorKind;
import io.firn.model.FirnException;
import io.firn.model.TableName;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gold query reads its declared inputs as they were pinned, and nothing else. */
class GoldQueryTest {
  @TempDir private Path folder;
  private GoldLake lake;

  @BeforeEach
  void fillSilver() {
    lake = new GoldLake(folder);
    lake.order(1, "acme", 10);
    lake.order(2, "acme", 20);
    lake.order(3, "beta", 5);
  }

  @AfterEach
  void closeLake() {
    lake.close();
  }

  @Test
  void thePinnedSnapshotIsReadAlthoughANewerExists() {
    long pinned = lake.orders().currentSnapshot().snapshotId();
    lake.order(4, "beta", 1000);

    assertThat(lake.query("select tenant, sum(amount) from silver.orders group by tenant", pinned))
        .containsExactly("acme 30", "beta 5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select sum(amount) from silver.orders",
        "select sum(o.amount) from silver.orders o",
        "select sum(orders.amount) from silver.orders",
        "select sum(silver.orders.amount) from silver.orders",
        "SELECT sum(amount) FROM `silver`.`orders`",
        "with t as (select amount from silver.orders) select sum(amount) from t",
        "with t as (select * from silver.orders), u as (select * from t)"
            + " select sum(amount) from U",
        "with t as (with u as (select * from silver.orders) select * from u)"
            + " select sum(amount) from t",
        "select sum(amount) from silver.orders where id in (select id from silver.orders)",
        "select (select sum(amount) from silver.orders) from silver.orders limit 1",
        "select sum(a.amount) from silver.orders a join silver.orders b on a.id = b.id",
        "select sum(amount) from (select * from silver.orders) t",
        "select sum(amount) from silver.orders a"
            + " where exists (with t as (select * from silver.orders)"
            + " select 1 from t where t.id = a.id)"
      })
  void everyMentionOfTheTableIsPinned(String sql) {
    long pinned = lake.orders().currentSnapshot().snapshotId();
    lake.order(4, "beta", 1000);

    assertThat(lake.query(sql, pinned)).containsExactly("35");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from silver.customers",
        "select * from silver.orders where id in (select id from silver.customers)",
        "select (select max(id) from silver.customers) from silver.orders",
        "with t as (select * from silver.customers) select * from t",
        "with t as (with u as (select * from silver.customers) select * from u) select * from t",
        "select * from silver.orders join silver.customers using (id)"
      })
  void anUndeclaredTableIsRefusedThoughItExists(String sql) {
    lake.create(new TableName("silver", "customers"));

    assertThatThrownBy(() -> lake.query(sql))
        .hasMessageContaining("gold:revenue reads a table that is no declared input")
        .hasMessageContaining("'silver.customers'")
        .isInstanceOfSatisfying(
            FirnException.class,
            refused -> assertThat(refused.failure().kind()).isEqualTo(ErrorKind.CONFIG));
  }

  @ParameterizedTest
  @ValueSource(strings = {"select __position from silver.orders", "select no from silver.orders"})
  void whatTheInputDoesNotShowIsNoColumn(String sql) {
    assertThatThrownBy(() -> lake.query(sql))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("does not fit its inputs")
        .hasMessageContaining("UNRESOLVED_COLUMN");
  }

  @Test
  void aStarShowsNoColumnOfFirnsOwn() {
    assertThat(lake.query("select * from silver.orders where id = 3")).containsExactly("3 beta 5");
  }

  @Test
  void textThatIsNoSqlIsRefused() {
    assertThatThrownBy(() -> lake.query("selct 1"))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("PARSE_SYNTAX_ERROR");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select current_timestamp() as t from silver.orders",
        "select now() as t from silver.orders",
        "select current_date as t from silver.orders",
        "select localtimestamp() as t from silver.orders",
        "select unix_timestamp() as t from silver.orders",
        "select rand() as t from silver.orders",
        "select randn() as t from silver.orders",
        "select uuid() as t from silver.orders",
        "select shuffle(array(1, id)) as t from silver.orders",
        "select monotonically_increasing_id() as t from silver.orders",
        "select * from silver.orders where id < rand()",
        "select * from silver.orders where id in (select cast(rand() as int) from silver.orders)",
        "select (select max(current_date) from silver.orders) as t",
        "with t as (select current_timestamp() as t from silver.orders) select * from t",
        "with t as (with u as (select uuid() as t from silver.orders) select * from u)"
            + " select * from t",
        "select tenant from silver.orders group by tenant having count(*) > rand()",
        "select * from silver.orders order by rand()",
        "select timestamp 'now' as t from silver.orders",
        "select to_date('today') as t from silver.orders",
        "select current_user() as t from silver.orders",
        "select current_database() as t from silver.orders",
        "select version() as t from silver.orders",
        "select input_file_name() as t from silver.orders",
        "select reflect('java.lang.System', 'nanoTime') as t from silver.orders",
        "select uniform(1, 9) as t from silver.orders",
        "select aes_encrypt(tenant, 'abcdefghijklmnop') as t from silver.orders",
        "select transform(id) using 'cat' as (t int) from silver.orders",
        "select * from silver.orders tablesample (10 percent)",
        "select * from silver.orders where id in"
            + " (select id from silver.orders tablesample (5 rows) where id > rand())"
      })
  void clockAndChanceAreRefusedWhereverTheyStand(String sql) {
    assertThatThrownBy(() -> lake.query(sql))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("gold:revenue does not depend on its inputs alone");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop table silver.orders",
        "truncate table silver.orders",
        "create view v as select * from silver.orders",
        "set spark.sql.ansi.enabled = false",
        "begin select * from silver.orders; end"
      })
  void aStatementIsRefusedBeforeItIsCarriedOut(String sql) {
    assertThatThrownBy(() -> lake.query(sql))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("a statement, not a query");
    assertThat(lake.query("select id from silver.orders where id = 3")).containsExactly("3");
  }

  @Test
  void aDateFromAColumnIsNoClock() {
    assertThat(lake.query("select date_add(date'2026-01-01', id) from silver.orders where id = 1"))
        .containsExactly("2026-01-02");
  }
}
