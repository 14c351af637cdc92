package io.firn.run;

import io.firn.config.BronzeTable;
import io.firn.config.Connector;
import io.firn.config.Evolve;
import io.firn.config.Format;
import io.firn.config.GoldTable;
import io.firn.config.Pipeline;
import io.firn.config.SilverTable;
import io.firn.model.UnitName;
import io.firn.testkit.TestLake;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * bronze:orders -> silver:orders -> gold:revenue -> gold:best, and bronze:items -> silver:items
 * beside it.
 */
final class RunPipeline {
  private RunPipeline() {}

  static Pipeline in(Path folder) {
    try (TestLake lake =
        TestLake.in(
            folder,
            Stream.of("orders", "items").map(RunPipeline::bronze).toList(),
            Stream.of("orders", "items").map(RunPipeline::silver).toList(),
            List.of(gold("revenue", "silver:orders"), gold("best", "gold:revenue")))) {
      return lake.pipeline();
    }
  }

  /** Tables that nothing reads from. */
  static Pipeline ofBronzeTables(Path folder, int tables) {
    List<BronzeTable> bronze =
        IntStream.range(0, tables).mapToObj(number -> bronze("t" + number)).toList();
    try (TestLake lake = TestLake.in(folder, bronze, List.of(), List.of())) {
      return lake.pipeline();
    }
  }

  private static BronzeTable bronze(String name) {
    return new BronzeTable(name, Pattern.compile(name), Connector.POSTGRESQL, Format.JSON);
  }

  private static SilverTable silver(String name) {
    return new SilverTable(
        name,
        UnitName.parse("bronze:" + name),
        List.of("id"),
        List.of(),
        Evolve.ADD,
        OptionalInt.empty());
  }

  private static GoldTable gold(String name, String from) {
    return new GoldTable(
        name, List.of(UnitName.parse(from)), List.of("id"), name + ".sql", "select 1 as id");
  }
}
