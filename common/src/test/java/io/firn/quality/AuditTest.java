package io.firn.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.config.Expectation;
import io.firn.config.Expectations;
import io.firn.config.Otherwise;
import io.firn.model.FirnException;
import io.firn.model.UnitName;
import io.firn.model.Verdict;
import io.firn.testkit.LocalSpark;
import java.sql.Date;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of expectation, asked of generated rows and counted once more in Java. */
class AuditTest {
  private static final StructType COLUMNS =
      new StructType()
          .add("id", DataTypes.IntegerType)
          .add("tenant", DataTypes.StringType)
          .add("total", DataTypes.IntegerType)
          .add("day", DataTypes.DateType);
  private static final UnitName TENANTS = UnitName.parse("silver:tenants");
  private static final Instant INPUTS_AT = Instant.parse("2026-03-05T12:00:00Z");
  private static final List<String> KNOWN = List.of("acme", "beta");

  private static final Expectations ALL =
      new Expectations(
          List.of(
              expect("a_check", new Expectation.Check("total >= 0")),
              expect("b_accepted", new Expectation.Accepted("total", List.of("1", "2"))),
              expect("c_not_null", new Expectation.NotNull(List.of("tenant", "total"))),
              expect("d_unique", new Expectation.Unique(List.of("tenant", "total"))),
              expect(
                  "e_references",
                  new Expectation.References(List.of("tenant"), TENANTS, List.of("name"))),
              expect("f_rows", new Expectation.Rows(OptionalLong.of(2), OptionalLong.of(6))),
              expect("g_fresh", new Expectation.Fresh("day", Duration.ofHours(36))),
              expect("h_change", new Expectation.Change(0.5))));

  record Order(int id, String tenant, Integer total, LocalDate day) {
    private Row row() {
      return RowFactory.create(id, tenant, total, day == null ? null : Date.valueOf(day));
    }
  }

  @Provide
  Arbitrary<List<Order>> orders() {
    Arbitrary<LocalDate> days =
        Arbitraries.integers().between(1, 5).map(day -> LocalDate.of(2026, 3, day));
    return Combinators.combine(
            Arbitraries.integers().between(1, 9),
            Arbitraries.of("acme", "beta", "gone").injectNull(0.2),
            Arbitraries.integers().between(-1, 3).injectNull(0.2),
            days.injectNull(0.2))
        .as(Order::new)
        .list()
        .ofMaxSize(8);
  }

  @Property(tries = 12, edgeCases = EdgeCasesMode.NONE)
  void whatFailsIsCountedAsInJava(
      @ForAll("orders") List<Order> orders, @ForAll("before") OptionalLong before) {
    Audit audit = new Audit(List.of("id"), before, INPUTS_AT, unit -> tenants());

    List<Verdict> verdicts = audit.of(ALL.all(), rows(orders));

    assertThat(verdicts.stream().map(Verdict::failing).toList())
        .containsExactlyElementsOf(failing(orders, before.orElse(0)));
    assertThat(verdicts).allMatch(verdict -> verdict.checked() == orders.size());
    assertThat(verdicts).allMatch(verdict -> verdict.holds() || !verdict.found().isEmpty());
  }

  @Provide
  Arbitrary<OptionalLong> before() {
    return Arbitraries.of(
        OptionalLong.empty(), OptionalLong.of(0), OptionalLong.of(4), OptionalLong.of(9));
  }

  private static List<Long> failing(List<Order> orders, long before) {
    List<List<Object>> pairs =
        orders.stream()
            .filter(order -> order.tenant != null && order.total != null)
            .map(order -> List.<Object>of(order.tenant, order.total))
            .toList();
    LocalDate newest =
        orders.stream()
            .map(Order::day)
            .filter(Objects::nonNull)
            .max(LocalDate::compareTo)
            .orElse(LocalDate.MIN);
    boolean enough = orders.size() >= 2 && orders.size() <= 6;
    boolean steady = before == 0 || Math.abs(orders.size() - before) <= 0.5 * before;
    return List.of(
        count(orders, order -> order.total == null || order.total < 0),
        count(orders, order -> order.total == null || order.total < 1 || order.total > 2),
        count(orders, order -> order.tenant == null || order.total == null),
        pairs.size() - pairs.stream().distinct().count(),
        count(orders, order -> order.tenant != null && !KNOWN.contains(order.tenant)),
        enough ? 0L : 1L,
        newest.isBefore(LocalDate.of(2026, 3, 4)) ? 1L : 0L,
        steady ? 0L : 1L);
  }

  private static long count(List<Order> orders, Function<Order, Boolean> fails) {
    return orders.stream().filter(fails::apply).count();
  }

  @Test
  void aVerdictNamesSomeFailingRowsByTheirKeyAndNothingElseOfThem() {
    List<Order> orders = new ArrayList<>();
    for (int id = 9; id > 0; id--) {
      orders.add(new Order(id, "acme", id % 2 == 0 ? -4711 : 1, LocalDate.of(2026, 3, 5)));
    }
    Audit audit =
        new Audit(List.of("id", "tenant"), OptionalLong.empty(), INPUTS_AT, unit -> tenants());

    Map<String, String> found =
        audit.of(ALL.all(), rows(orders)).stream()
            .collect(Collectors.toMap(Verdict::name, Verdict::found));

    assertThat(found)
        .containsEntry(
            "a_check",
            "4 of 9 rows fail, e.g. (id=2, tenant=acme), (id=4, tenant=acme), (id=6, tenant=acme)")
        .containsEntry("e_references", "")
        .containsEntry("f_rows", "9 rows")
        .containsEntry("g_fresh", "newest 2026-03-05T00:00:00Z, inputs of 2026-03-05T12:00:00Z")
        .containsEntry("h_change", "9 rows after 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "totl > 0 | UNRESOLVED_COLUMN",
        "total > | PARSE_SYNTAX_ERROR",
        "total > 0) as a, (total > 1 | PARSE_SYNTAX_ERROR",
        "total | 'total' is a int, not true or false",
        "sum(total) > 0 | asks more than one row",
        "row_number() over (order by id) > 1 | asks more than one row",
        "id in (select 1) | asks more than one row",
        "explode(array(true)) | asks more than one row",
        "day < current_date() | depends on more than the row: current_date()",
        "rand() < 0.5 | depends on more than the row: rand()",
        "day < date 'today' | depends on more than the row: date 'today'"
      })
  void aConditionThatIsNotOneOfARowIsRefused(String condition, String found) {
    Expectations wrong =
        new Expectations(List.of(expect("sound", new Expectation.Check(condition))));

    assertThatThrownBy(
            () ->
                FittingRules.require(
                    UnitName.parse("gold:revenue"), wrong, COLUMNS, LocalSpark.session()))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("What is expected of gold:revenue does not fit its columns")
        .hasMessageContaining("sound: ")
        .hasMessageContaining(found);
  }

  @Test
  void columnsThatAreNotThereAreNamedAllAtOnceWithTheNearest() {
    Expectations wrong =
        new Expectations(
            List.of(
                expect("a", new Expectation.NotNull(List.of("totl", "id"))),
                expect("b", new Expectation.Unique(List.of("tenent"))),
                expect("c", new Expectation.Fresh("total", Duration.ofHours(1))),
                expect("d", new Expectation.Accepted("days", List.of("x"))),
                expect("e", new Expectation.Check("total between 1 and 2 -- fits"))));

    assertThatThrownBy(
            () ->
                FittingRules.require(
                    UnitName.parse("gold:revenue"), wrong, COLUMNS, LocalSpark.session()))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining(
            "a: there is no column 'totl'; did you mean 'total'?; b: there is no column 'tenent';"
                + " did you mean 'tenant'?; c: 'total' is a int, no time; d: there is no column"
                + " 'days'; did you mean 'day'?.");
  }

  private static Expectation expect(String name, Expectation.Rule rule) {
    return new Expectation(name, rule, Otherwise.FAIL);
  }

  private static Dataset<Row> rows(List<Order> orders) {
    return LocalSpark.session().createDataFrame(orders.stream().map(Order::row).toList(), COLUMNS);
  }

  private static Dataset<Row> tenants() {
    List<Row> names = KNOWN.stream().map(RowFactory::create).toList();
    return LocalSpark.session()
        .createDataFrame(names, new StructType().add("name", DataTypes.StringType));
  }
}
