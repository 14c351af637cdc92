package io.firn.silver;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.config.Evolve;
import io.firn.config.Names;
import io.firn.config.SilverRules;
import io.firn.config.SilverTable;
import io.firn.config.VersionRules;
import io.firn.silver.VersionModel.Version;
import io.firn.testkit.BronzeRow;
import io.firn.testkit.EventBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.junit.jupiter.api.Test;

/**
 * The pure part of tables that keep versions, without Spark: whatever happened in the source, and
 * in whatever order and how often its events arrived, the versions are those of the source's log.
 */
class VersionLawsTest {
  private static final int WIDTH = 13;

  @Property(tries = 1500)
  void theVersionsAreThoseOfTheSourcesLog(
      @ForAll("histories") List<Step> steps,
      @ForAll("rules") VersionRules rules,
      @ForAll boolean schemas) {
    Source source = Source.after(steps, schemas);

    assertThat(versions(inOrder(source.events()), rules, UnaryOperator.identity()))
        .containsExactlyInAnyOrderElementsOf(VersionModel.of(source.log(), rules));
  }

  @Property(tries = 1000)
  void neitherOrderNorRepetitionOfDeliveryMatters(
      @ForAll("histories") List<Step> steps,
      @ForAll("rules") VersionRules rules,
      @ForAll boolean schemas,
      @ForAll Random chance) {
    Source source = Source.after(steps, schemas);
    List<EventBuilder> delivered = new ArrayList<>(source.events());
    source.events().stream().filter(event -> chance.nextInt(3) == 0).forEach(delivered::add);
    Collections.shuffle(delivered, chance);
    List<BronzeRow> rows = new ArrayList<>();
    for (int offset = 0; offset < delivered.size(); offset++) {
      rows.add(BronzeRow.of(delivered.get(offset), chance.nextInt(3), offset));
    }

    assertThat(versions(rows, rules, UnaryOperator.identity()))
        .containsExactlyInAnyOrderElementsOf(VersionModel.of(source.log(), rules));
  }

  /** The law that readers rely on, of every instant that is a boundary or lies between two. */
  @Property(tries = 500)
  void anAsOfJoinMeetsExactlyOneVersionAtEachInstantOfARowsLife(
      @ForAll("histories") List<Step> steps) {
    Source source = Source.after(steps, false);
    List<Version> all =
        versions(inOrder(source.events()), VersionRules.ALL, UnaryOperator.identity());
    for (SourceRow.Key key : all.stream().map(version -> version.row().key()).distinct().toList()) {
      List<Version> ofKey = all.stream().filter(one -> one.row().key().equals(key)).toList();
      for (Version version : ofKey) {
        for (long instant : List.of(version.from(), version.to().orElse(version.from()) - 1)) {
          assertThat(ofKey.stream().filter(one -> one.isAsOf(instant)).count())
              .isLessThanOrEqualTo(1);
        }
        boolean hasLength = version.to().isEmpty() || version.to().get() > version.from();
        assertThat(version.isAsOf(version.from())).isEqualTo(hasLength);
      }
      assertThat(ofKey.stream().filter(one -> one.to().isEmpty()).count()).isLessThanOrEqualTo(1);
    }
  }

  /** The order of clocks is not the order of changes: who sorts by time is found out. */
  @Test
  void versionsInTheOrderOfClocksWouldBeFound() {
    Source source =
        Source.after(
            List.of(write(1, 4), write(1, 5), write(1, 10), write(1, 15), write(1, 9)), false);
    List<Version> expected = VersionModel.of(source.log(), VersionRules.ALL);
    List<BronzeRow> rows = inOrder(source.events());

    assertThat(versions(rows, VersionRules.ALL, UnaryOperator.identity()))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(versions(rows, VersionRules.ALL, VersionLawsTest::byClock))
        .isNotEqualTo(expected)
        .hasSameSizeAs(expected);
  }

  private static Step write(int id, int value) {
    return new Step(Step.Kind.WRITE, "acme", id, id, value, false);
  }

  private static List<InternalRow> byClock(List<InternalRow> states) {
    return states.stream().sorted(Comparator.comparingLong(row -> row.getLong(10))).toList();
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    return Step.history(30);
  }

  @Provide
  Arbitrary<VersionRules> rules() {
    return Arbitraries.of(
        VersionRules.ALL,
        new VersionRules(List.of("name"), List.of()),
        new VersionRules(List.of("big", "extra"), List.of()),
        new VersionRules(List.of(), List.of("amount", "name")));
  }

  private static List<BronzeRow> inOrder(List<EventBuilder> events) {
    List<BronzeRow> rows = new ArrayList<>();
    for (EventBuilder event : events) {
      rows.add(BronzeRow.of(event, 0, rows.size()));
    }
    return rows;
  }

  static Schema withVersions(Schema latest) {
    List<Types.NestedField> columns = new ArrayList<>(latest.columns());
    Columns.VERSION.forEach(
        column -> columns.add(Types.NestedField.from(column).withId(columns.size() + 1).build()));
    return new Schema(columns);
  }

  static SilverTable table(VersionRules rules) {
    return new SilverTable(
        PureSilver.TABLE.name(),
        PureSilver.TABLE.from(),
        PureSilver.TABLE.key(),
        List.of(),
        Evolve.ADD,
        OptionalInt.of(2),
        new SilverRules(rules, Names.AS_IS));
  }

  /**
   * @param mutation of the states of each key, which stand in their order
   */
  private static List<Version> versions(
      List<BronzeRow> delivered, VersionRules rules, UnaryOperator<List<InternalRow>> mutation) {
    RowShape shape = RowShape.of(table(rules), withVersions(PureSilver.COLUMNS));
    TruncateTimes truncates = new TruncateTimes(new HashMap<>());
    delivered.stream()
        .filter(row -> row.op().equals("t"))
        .forEach(
            row ->
                truncates.add(
                    row.event().tenant(),
                    new Image.Sequence(row.position(), row.partition(), row.offset()),
                    row.event().millis() * 1000));
    List<InternalRow> states = new ArrayList<>();
    PureSilver.latest(delivered, shape, PureSilver.Mutant.NONE)
        .forEachRemaining(row -> states.add(input(row)));
    states.sort(
        Comparator.comparing((InternalRow row) -> row.getUTF8String(0))
            .thenComparingInt(row -> row.getInt(1))
            .thenComparing(row -> row.getUTF8String(7))
            .thenComparingInt(row -> row.getInt(8))
            .thenComparingLong(row -> row.getLong(9)));
    List<Version> versions = new ArrayList<>();
    Iterator<InternalRow> rows =
        new VersionRows(shape, truncates).call(mutation.apply(states).iterator());
    rows.forEachRemaining(row -> versions.add(version(row)));
    return versions;
  }

  /** As {@link Versions#of} makes it of a state. */
  private static InternalRow input(InternalRow state) {
    Object[] values = new Object[WIDTH + 3];
    System.arraycopy(((GenericInternalRow) state).values(), 0, values, 0, WIDTH);
    values[12] = !state.getBoolean(WIDTH);
    values[WIDTH] = state.getBoolean(WIDTH + 3);
    return new GenericInternalRow(values);
  }

  private static Version version(InternalRow row) {
    assertThat(Stream.of(WIDTH, WIDTH + 1, WIDTH + 2)).allMatch(row::isNullAt);
    return Version.of(
        PureSilver.sourceRow(row),
        row.getLong(10) / 1000,
        row.isNullAt(11) ? null : (Long) (row.getLong(11) / 1000),
        row.getBoolean(12));
  }
}
