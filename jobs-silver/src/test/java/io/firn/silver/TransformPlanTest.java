package io.firn.silver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.config.Deletes;
import io.firn.config.Names;
import io.firn.config.QuarantineSettings;
import io.firn.config.SilverRules;
import io.firn.config.SilverTable;
import io.firn.config.Transform;
import io.firn.model.ErrorKind;
import io.firn.model.FirnException;
import io.firn.testkit.TestLake;
import io.firn.transform.RowTransform;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A silver transform is a pure function of one row that keeps the key, or is refused by name. */
class TransformPlanTest {
  private static final Schema TYPED =
      new Schema(
          Types.NestedField.optional(1, "tenant", Types.StringType.get()),
          Types.NestedField.optional(2, "id", Types.IntegerType.get()),
          Types.NestedField.optional(3, "amount", Types.LongType.get()),
          Types.NestedField.optional(4, "name", Types.StringType.get()),
          Types.NestedField.optional(5, "at", Types.TimestampType.withZone()),
          Types.NestedField.optional(
              6, "codes", Types.ListType.ofOptional(7, Types.IntegerType.get())),
          Types.NestedField.optional(8, Columns.RESCUED, Types.StringType.get()),
          Types.NestedField.required(9, Columns.POSITION, Types.StringType.get()));

  private static TestLake lake;

  @BeforeAll
  static void startSpark(@TempDir Path folder) {
    lake = TestLake.in(folder, List.of(PureSilver.TABLE), List.of());
  }

  @AfterAll
  static void closeLake() {
    lake.close();
  }

  static SilverTable with(Transform transform) {
    return with(transform, Deletes.REMOVE, false);
  }

  static SilverTable with(Transform transform, Deletes deletes, boolean changes) {
    SilverTable table = PureSilver.TABLE;
    return new SilverTable(
        table.name(),
        table.from(),
        table.key(),
        table.columns(),
        table.evolve(),
        table.buckets(),
        new SilverRules(
            deletes,
            changes,
            QuarantineSettings.USUAL,
            Names.AS_IS,
            Optional.of(transform),
            Optional.empty()));
  }

  static Transform sql(String text) {
    return new Transform.Sql("sql/orders.sql", text);
  }

  private static TransformPlan plan(Transform transform) {
    return TransformPlan.of(with(transform), TYPED, lake.context("plan"));
  }

  private static TransformPlan plan(String select) {
    return plan(sql(select));
  }

  private static TransformPlan plan(Class<?> type) {
    return plan(new Transform.JavaClass(type.getName()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from input",
        "select * from silver.orders",
        "select o.* from input o",
        "select tenant, id from input where amount > 0 and name is not null",
        "select id, tenant, amount / 2 as half, upper(name) as name from input",
        "with t as (select *, amount + 1 as more from input) select *, more * 2 as m from t",
        "select * from (select id, tenant, name as n from input where id > 3) t where n <> ''",
        "select id as id, tenant as tenant from input",
        "select *, transform(codes, c -> c + 1) as more, size(codes) as many from input",
        "select *, case when amount > 0 then 'in' else 'out' end as kind from input",
        "select *, date_trunc('day', at) as day, to_date('2026-01-02') as since from input",
        "select *, 'now is the time' as text, date '2026-01-01' as d from input -- date 'now'",
        "select *, aes_encrypt(name, 'abcdefghijklmnop', 'GCM', 'DEFAULT',"
            + " unhex('000000000000000000000000')) as secret from input",
        "select *, hash(name) as h, sha2(name, 256) as s, to_json(struct(name)) as j from input"
      })
  void projectionsAndFiltersThatKeepTheKeyAreTaken(String sql) {
    assertThat(plan(sql).columns().fieldNames()).contains("tenant", "id");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // a clock
        "select *, current_timestamp() as t from input|current_timestamp() in line 1 (a clock)",
        "select *, now() as t from input|now() in line 1 (a clock)",
        "select *, current_date as t from input|current_date() in line 1 (a clock)",
        "select *, localtimestamp() as t from input|localtimestamp() in line 1 (a clock)",
        "select *, unix_timestamp() as t from input|current_timestamp()",
        "select *, current_time() as t from input|(a clock)",
        "select * from input where at > now()|now()",
        "select *, timestamp 'now' as t from input|timestamp 'now' in line 1 (a clock)",
        "select *, date\"today\" as t from input|date\"today\" in line 1 (a clock)",
        "select *, cast('yesterday' as date) as t from input|CAST('yesterday' AS DATE)",
        "select *, to_date('tomorrow') as t from input|(a clock)",
        "select * from input where at > 'now'|(a clock)",
        // chance
        "select *, rand() as t from input|(chance)",
        "select *, rand(5) as t from input|rand(5) in line 1 (chance)",
        "select *, randn() as t from input|(chance)",
        "select *, uuid() as t from input|uuid() in line 1 (chance)",
        "select *, shuffle(codes) as t from input|(chance)",
        "select *, randstr(5) as t from input|(chance)",
        "select *, uniform(1, 9) as t from input|(chance)",
        "select *, monotonically_increasing_id() as t from input|(chance)",
        "select *, spark_partition_id() as t from input|(chance)",
        "select *, aes_encrypt(name, 'abcdefghijklmnop') as t from input|(chance)",
        "select * from input where id < rand()|(chance)",
        "select * from input tablesample (10 percent)|Sample",
        "with t as (select *, uuid() as u from input) select * from t|uuid()",
        // the session and the world outside
        "select *, current_user() as t from input|(the session)",
        "select *, current_database() as t from input|(the session)",
        "select *, current_catalog() as t from input|(the session)",
        "select *, current_timezone() as t from input|(the session)",
        "select *, version() as t from input|(the session)",
        "select *, input_file_name() as t from input|input_file_name()",
        "select *, input_file_block_start() as t from input|input_file_block_start()",
        "select *, reflect('java.lang.System', 'nanoTime') as t from input|reflect(",
        "select *, java_method('java.lang.System', 'nanoTime') as t from input|java_method(",
        "select *, try_reflect('java.lang.System', 'nanoTime') as t from input|try_reflect(",
        "select transform(id, tenant) using 'cat' as (id int, tenant string) from input|"
            + "ScriptTransformation",
        // other rows
        "select tenant, id, sum(amount) as s from input group by tenant, id|GROUP BY",
        "select max(tenant) as tenant, max(id) as id from input|GROUP BY or an aggregate",
        "select tenant, id from input group by all having count(*) > 1|GROUP BY",
        "select *, row_number() over (partition by tenant order by id) as n from input|a window",
        "select *, lag(amount) over (order by id) as n from input|a window function",
        "select distinct * from input|DISTINCT",
        "select * from input limit 5|LIMIT",
        "select * from input offset 5|OFFSET",
        "select * from input order by id|ORDER BY",
        "select * from input sort by id|ORDER BY",
        "select a.* from input a join input b on a.id = b.id|JOIN",
        "select a.* from input a left anti join input b on a.id = b.id + 1|JOIN",
        "select * from input union all select * from input|UNION",
        "select * from input intersect select * from input|INTERSECT",
        "select * from input except select * from input|EXCEPT",
        "select /*+ repartition(3) */ * from input|needs other rows",
        "select * from input where id in (select id from input)|a subquery",
        "select * from input i where exists (select 1 from input j where j.id > i.id)|a subquery",
        "select *, (select max(id) from input) as m from input|a subquery",
        // more rows
        "select *, explode(codes) as code from input|see 'explode'",
        "select * from input lateral view explode(codes) t as code|see 'explode'",
        "select *, posexplode(codes) from input|see 'explode'",
        // other tables
        "select * from silver.customers|'silver.customers'",
        "select * from orders|'orders'",
        "select 'a' as tenant, 1 as id|a table that is not its own",
        "select 'a' as tenant, cast(id as int) as id from range(3)|a table that is not its own",
        "select * from values ('a', 1) as t(tenant, id)|a table that is not its own",
        "select * from parquet.`/tmp/x`|'parquet./tmp/x'",
        // the key
        "select id from input|tenant (left out)",
        "select tenant, amount from input|id (left out)",
        "select tenant, id + 1 as id from input|id (not the column itself)",
        "select tenant, amount as id from input|id (not the column itself)",
        "select coalesce(tenant, 'x') as tenant, id from input|tenant (not the column itself)",
        "select tenant, cast(id as bigint) as id from input|id (not the column itself)",
        // columns
        "select *, name from input|name (there twice",
        "select *, 1 as NAME from input|NAME (there twice",
        "select *, 1 as __mine from input|__mine (a name that is Firn's own)",
        "select *, null as nothing from input|nothing (a VOID",
        "select *, interval '1' day as i from input|which no table can keep",
        // no query of these rows
        "select __position, tenant, id from input|UNRESOLVED_COLUMN",
        "select nothing from input|UNRESOLVED_COLUMN",
        "selct * from input|PARSE_SYNTAX_ERROR",
        "select nofunction(id) from input|UNRESOLVED_ROUTINE",
        "drop table silver.orders|(a statement, not a query)",
        "insert into silver.orders select * from input|(a statement, not a query)",
        "create view v as select * from input|(a statement, not a query)",
        "set spark.sql.ansi.enabled = false|(a statement, not a query)",
        "begin select * from input; end|(a statement, not a query)"
      })
  void everythingElseIsRefusedWithWhatItIs(String sql, String found) {
    assertThatThrownBy(() -> plan(sql))
        .isInstanceOfSatisfying(
            FirnException.class,
            refused -> {
              assertThat(refused.failure().kind()).isEqualTo(ErrorKind.CONFIG);
              assertThat(refused.failure().where()).isEqualTo("sql/orders.sql");
              assertThat(refused.failure().found()).contains(found);
            })
        .hasMessageContaining("silver:orders");
  }

  @Test
  void theLineIsToldAndAllThatIsWrongAtOnce() {
    assertThatThrownBy(() -> plan("select *,\n  rand(1) as a,\n  now() as b\nfrom input"))
        .hasMessageContaining("rand(1) in line 2 (chance)")
        .hasMessageContaining("now() in line 3 (a clock)")
        .hasMessageContaining("a moment or a mark comes from a column of the source");
  }

  @Test
  void itIsKnownWhichColumnsOthersAreComputedFrom() {
    String sql =
        "with t as (select *, amount * 2 as twice, name as called from input) select tenant, id,"
            + " codes, called, twice + 1 as more from t where upper(called) > ''";
    assertThat(plan(sql).computedFrom()).containsExactlyInAnyOrder("amount", "name");
  }

  /** Projects and filters. */
  public static final class Good implements RowTransform {
    @Override
    public Dataset<Row> apply(Dataset<Row> rows) {
      return rows.filter("amount > 0").withColumn("half", functions.expr("amount / 2")).drop("at");
    }
  }

  /** Calls a function that it answers for. */
  public static final class Declaring implements RowTransform {
    @Override
    public Dataset<Row> apply(Dataset<Row> rows) {
      return rows.withColumn("loud", Undeclared.loud().apply(functions.col("name")));
    }

    @Override
    public Set<String> deterministicFunctions() {
      return Set.of("loud");
    }
  }

  /** Calls a function that nobody answers for. */
  public static final class Undeclared implements RowTransform {
    static org.apache.spark.sql.expressions.UserDefinedFunction loud() {
      return functions
          .udf((UDF1<String, String>) text -> text + "!", DataTypes.StringType)
          .withName("loud");
    }

    @Override
    public Dataset<Row> apply(Dataset<Row> rows) {
      return rows.withColumn("loud", loud().apply(functions.col("name")));
    }
  }

  /** Runs code of its own over rows. */
  public static final class Typed implements RowTransform {
    @Override
    public Dataset<Row> apply(Dataset<Row> rows) {
      return rows.filter((org.apache.spark.api.java.function.FilterFunction<Row>) row -> true);
    }
  }

  /** Answers with rows that it was not given. */
  public static final class Elsewhere implements RowTransform {
    @Override
    public Dataset<Row> apply(Dataset<Row> rows) {
      return rows.sparkSession().sql("select 'a' as tenant, 1 as id");
    }
  }

  /** Throws. */
  public static final class Throwing implements RowTransform {
    @Override
    public Dataset<Row> apply(Dataset<Row> rows) {
      throw new IllegalArgumentException("no such country");
    }
  }

  /** Cannot be made. */
  public static final class Hidden implements RowTransform {
    private Hidden() {}

    @Override
    public Dataset<Row> apply(Dataset<Row> rows) {
      return rows;
    }
  }

  @Test
  void aClassMayBeTheTransform() {
    assertThat(plan(Good.class).columns().fieldNames())
        .containsExactly("tenant", "id", "amount", "name", "codes", "half");
    assertThat(plan(Declaring.class).columns().fieldNames()).contains("loud");
  }

  @Test
  void aClassIsHeldToTheSameRules() {
    assertThatThrownBy(() -> plan(Undeclared.class))
        .hasMessageContaining("loud(name)")
        .hasMessageContaining("nobody says that it is deterministic");
    assertThatThrownBy(() -> plan(Typed.class)).hasMessageContaining("code that no plan shows");
    assertThatThrownBy(() -> plan(Elsewhere.class))
        .hasMessageContaining("a table that is not its own");
    assertThatThrownBy(() -> plan(Throwing.class)).hasMessageContaining("no such country");
  }

  @Test
  void aClassThatCannotBeLoadedIsToldWithWhereToPutIt() {
    assertThatThrownBy(() -> plan(new Transform.JavaClass("com.acme.Nowhere")))
        .hasMessageContaining("com.acme.Nowhere")
        .hasMessageContaining("FIRN_CLASSPATH");
    assertThatThrownBy(() -> plan(String.class)).hasMessageContaining("a class that implements");
    assertThatThrownBy(() -> plan(Hidden.class)).hasMessageContaining("a public constructor");
  }

  @Test
  void theFingerprintIsOfTheTextAndOfTheClassFile() {
    String one = TransformCode.fingerprint(with(sql("select * from input")));

    assertThat(one).isEqualTo(TransformCode.fingerprint(with(sql("select * from input"))));
    assertThat(one).isNotEqualTo(TransformCode.fingerprint(with(sql("select * from input o"))));
    assertThat(TransformCode.fingerprint(PureSilver.TABLE)).isEmpty();
    assertThat(TransformCode.fingerprint(with(new Transform.JavaClass(Good.class.getName()))))
        .hasSize(64)
        .isNotEqualTo(
            TransformCode.fingerprint(with(new Transform.JavaClass(Typed.class.getName()))));
  }
}
