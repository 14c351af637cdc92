package io.firn.silver;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.config.Evolve;
import io.firn.config.Explode;
import io.firn.config.QuarantineSettings;
import io.firn.config.SilverRules;
import io.firn.config.SilverTable;
import io.firn.testkit.BronzeRow;
import io.firn.testkit.EventBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.catalyst.InternalRow;
import org.junit.jupiter.api.Test;

/** Whatever happens to rows with arrays, the table has the elements of those that there are. */
class ExplodeLawsTest {
  private static final int HISTORIES = 60;
  private static final int STEPS = 12;
  private static final String[] COLUMNS = {"tenant", "id", "sku", "qty", "__index"};
  private static final SilverTable TABLE =
      new SilverTable(
          "order_items",
          PureSilver.TABLE.from(),
          List.of("tenant", "id"),
          List.of(),
          Evolve.ADD,
          OptionalInt.of(2),
          new SilverRules(new QuarantineSettings(OptionalLong.empty(), 1))
              .exploding(new Explode("items", "sku")));

  private static final RowShape SHAPE =
      RowShape.of(
          TABLE,
          new Schema(
              Types.NestedField.optional(1, "tenant", Types.StringType.get()),
              Types.NestedField.optional(2, "id", Types.IntegerType.get()),
              Types.NestedField.optional(3, "sku", Types.StringType.get()),
              Types.NestedField.optional(4, "qty", Types.LongType.get()),
              Types.NestedField.optional(5, Columns.RESCUED, Types.StringType.get()),
              Types.NestedField.required(6, Columns.POSITION, Types.StringType.get()),
              Types.NestedField.required(7, Columns.PARTITION, Types.IntegerType.get()),
              Types.NestedField.required(8, Columns.OFFSET, Types.LongType.get()),
              Types.NestedField.optional(9, Explode.INDEX, Types.IntegerType.get())));
  private static final int GONE = SHAPE.schema().columns().size();

  @Property(tries = 100)
  void theElementsAreThoseOfTheSourcesRows(@ForAll long seed) {
    ExplodedSource source = ExplodedSource.of(new Random(seed), 3, STEPS);

    assertThat(table(source, true)).isEqualTo(source.elements());
  }

  @Property(tries = 2, shrinking = ShrinkingMode.OFF)
  void elementsAreTheSourcesInWhateverOrderAndRunsTheChangesArrive(
      @ForAll long seed, @ForAll boolean late) throws IOException {
    Random chance = new Random(seed);
    ExplodedSource source = ExplodedSource.of(chance, HISTORIES, STEPS);
    List<List<EventBuilder>> runs = runs(source, chance, late);
    try (SilverLake lake = SilverLake.in(folder(), TABLE)) {
      for (List<EventBuilder> events : runs) {
        lake.land(events);
        lake.promote();
      }

      assertThat(lake.show(COLUMNS)).isEqualTo(source.elements());
      assertThat(lake.verifies()).isTrue();
    }
  }

  /**
   * The law is about elements that are gone: a table into which elements are only put by their own
   * key, as a plain upsert would, is found by most histories.
   */
  @Test
  void aTableThatKeptElementsWhichAreGoneWouldBeFound() {
    int found = 0;
    for (int seed = 0; seed < 20; seed++) {
      ExplodedSource source = ExplodedSource.of(new Random(seed), 1, STEPS);
      assertThat(table(source, true)).isEqualTo(source.elements());
      found += table(source, false).equals(source.elements()) ? 0 : 1;
    }

    assertThat(found).isGreaterThan(10);
  }

  /**
   * What the rows that are made after each transaction come to.
   *
   * @param heads whether the rows that a table has of a source row go when it changes
   */
  private static List<String> table(ExplodedSource source, boolean heads) {
    Map<String, String> rows = new TreeMap<>();
    List<BronzeRow> landed = new ArrayList<>();
    for (List<EventBuilder> transaction : source.transactions()) {
      transaction.forEach(event -> landed.add(BronzeRow.of(event, 0, landed.size())));
      Iterator<InternalRow> made = PureSilver.latest(landed, SHAPE, PureSilver.Mutant.NONE);
      while (made.hasNext()) {
        InternalRow row = made.next();
        String key = row.getUTF8String(0) + " " + row.getInt(1) + " ";
        if (!row.getBoolean(GONE)) {
          rows.put(key + row.getUTF8String(2), key + element(row));
        } else if (heads) {
          rows.keySet().removeIf(held -> held.startsWith(key));
        }
      }
    }
    return rows.values().stream().sorted().toList();
  }

  private static String element(InternalRow row) {
    return row.getUTF8String(2)
        + " "
        + (row.isNullAt(3) ? null : row.getLong(3))
        + " "
        + row.getInt(GONE - 1);
  }

  private static List<List<EventBuilder>> runs(ExplodedSource source, Random chance, boolean late) {
    List<List<EventBuilder>> runs =
        List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    int transactions = source.transactions().size();
    for (int at = 0; at < transactions; at++) {
      int run = late ? chance.nextInt(runs.size()) : at * runs.size() / transactions;
      runs.get(run).addAll(source.transactions().get(at));
    }
    if (late) {
      runs.forEach(run -> Collections.shuffle(run, chance));
    }
    return runs;
  }

  private static Path folder() throws IOException {
    return Files.createTempDirectory(Path.of("target"), "explode").toAbsolutePath();
  }
}
