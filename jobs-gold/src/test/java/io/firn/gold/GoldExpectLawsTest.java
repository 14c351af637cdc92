package io.firn.gold;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.commit.RowFiles;
import io.firn.commit.Stamp;
import io.firn.commit.TableCommit;
import io.firn.config.Expectation;
import io.firn.config.Otherwise;
import io.firn.model.ErrorKind;
import io.firn.model.FirnException;
import io.firn.model.Layer;
import io.firn.run.JobContext;
import io.firn.run.expect.FailedRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;

/**
 * Whatever comes: a published row is as it must be; the table and the rows beside it are all that
 * the query makes; and a run that fails changes neither.
 */
class GoldExpectLawsTest {
  private static final String QUERY =
      "select tenant, cast(sum(amount) as int) as revenue from silver.orders group by tenant";
  private static final Expectation POSITIVE =
      new Expectation("positive", new Expectation.Check("revenue >= 0"), Otherwise.QUARANTINE);
  private static final Expectation SMALL =
      new Expectation("small", new Expectation.Check("revenue < 20"), Otherwise.FAIL);

  record Order(String tenant, int amount) {}

  @Provide
  Arbitrary<List<List<Order>>> runs() {
    return Combinators.combine(
            Arbitraries.of("a", "b", "c"), Arbitraries.integers().between(-15, 15))
        .as(Order::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .list()
        .ofMinSize(3)
        .ofMaxSize(4);
  }

  @Property(tries = 3, edgeCases = EdgeCasesMode.NONE)
  void whatIsServedIsAsExpectedAndNoRowIsLost(@ForAll("runs") List<List<Order>> runs) {
    assertThat(broken(runs, lake -> lake.refresh(QUERY))).isEmpty();
  }

  /** The same, shown to bite: a run that writes to what readers see and looks at nothing. */
  @Test
  void aRunThatDoesNotLookBreaksTheLaw() {
    List<List<Order>> runs =
        List.of(List.of(new Order("a", 5)), List.of(new Order("a", -9), new Order("b", 30)));

    assertThat(broken(runs, GoldExpectLawsTest::careless)).isNotEmpty();
  }

  private static void careless(GoldLake lake) {
    GoldPlan plan = lake.plan(QUERY);
    GoldProgress cut = plan.next().orElseThrow();
    JobContext context = lake.context();
    Table target =
        new GoldTables(plan.table(), context)
            .bring(GoldQuery.rows(plan.table(), cut.inputs(), context).schema());
    new TableCommit(
            target, new Stamp(plan.table().unit(), context.runKey(), plan.expected(), cut.text()))
        .replace(
            RowFiles.write(
                GoldQuery.rows(plan.table(), cut.inputs(), context), target, context.runKey(), 1));
  }

  /** What is wrong after one of the runs. */
  private static List<String> broken(List<List<Order>> runs, Consumer<GoldLake> refresh) {
    List<String> wrong = new ArrayList<>();
    Map<String, Integer> revenue = new TreeMap<>();
    List<String> served = List.of();
    List<String> beside = List.of();
    try (GoldLake lake = new GoldLake(Files.createTempDirectory("expect"))) {
      lake.expect(POSITIVE, SMALL);
      int id = 0;
      for (List<Order> orders : runs) {
        for (Order order : orders) {
          lake.order(++id, order.tenant(), order.amount());
          revenue.merge(order.tenant(), order.amount(), Integer::sum);
        }
        boolean fails = revenue.values().stream().anyMatch(sum -> sum >= 20);
        if (!fails) {
          served = texts(revenue, 0, 20);
          beside = texts(revenue, Integer.MIN_VALUE, 0);
        }
        if (failed(lake, refresh) != fails) {
          wrong.add("a run over " + revenue + " was to fail: " + fails);
        }
        compare(wrong, served, lake.held());
        compare(wrong, beside, failedRows(lake));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return wrong;
  }

  private static boolean failed(GoldLake lake, Consumer<GoldLake> refresh) {
    try {
      refresh.accept(lake);
      return false;
    } catch (FirnException refused) {
      assertThat(refused.failure().kind()).isEqualTo(ErrorKind.EXPECTATION);
      return true;
    }
  }

  private static void compare(List<String> wrong, List<String> expected, List<String> found) {
    if (!expected.equals(found)) {
      wrong.add(found + " instead of " + expected);
    }
  }

  private static List<String> failedRows(GoldLake lake) {
    return lake.rows(
        FailedRows.name(Layer.GOLD),
        "get_json_object(row, '$.tenant')",
        "get_json_object(row, '$.revenue')");
  }

  /** The tenants whose revenue is at least {@code from} and less than {@code below}. */
  private static List<String> texts(Map<String, Integer> revenue, int from, int below) {
    return revenue.entrySet().stream()
        .filter(sum -> sum.getValue() >= from && sum.getValue() < below)
        .map(sum -> sum.getKey() + " " + sum.getValue())
        .sorted()
        .toList();
  }
}
