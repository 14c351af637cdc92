package io.firn.manifest;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.manifest.Manifest.Edge;
import io.firn.manifest.Manifest.Unit;
import io.firn.model.UnitName;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestTest {
  private final Manifest manifest = Manifest.of(Pipelines.shop());

  @Test
  void units_stand_in_the_order_of_layers_and_names() {
    assertThat(manifest.units())
        .extracting(unit -> unit.id().toString())
        .containsExactly(
            "bronze:items",
            "bronze:orders",
            "silver:items",
            "silver:orders",
            "gold:best",
            "gold:revenue");
  }

  @Test
  void a_unit_writes_its_table_and_reads_its_inputs_sorted() {
    Unit revenue = manifest.units().get(5);

    assertThat(revenue.outputs()).extracting(Object::toString).containsExactly("gold.revenue");
    assertThat(revenue.inputs())
        .extracting(Object::toString)
        .containsExactly("silver:items", "silver:orders");
  }

  @Test
  void there_is_an_edge_for_each_input() {
    assertThat(manifest.edges())
        .containsExactly(
            edge("bronze:items", "silver:items"),
            edge("bronze:orders", "silver:orders"),
            edge("gold:revenue", "gold:best"),
            edge("silver:items", "gold:revenue"),
            edge("silver:orders", "gold:revenue"));
  }

  @Test
  void a_change_of_one_unit_changes_its_fingerprint_and_no_other() {
    Map<UnitName, String> before = fingerprints(manifest);
    Map<UnitName, String> after = fingerprints(Manifest.of(Pipelines.shop("SELECT 2")));

    UnitName changed = UnitName.parse("gold:revenue");
    assertThat(after.get(changed)).isNotEqualTo(before.get(changed)).matches("[0-9a-f]{64}");
    before.remove(changed);
    after.remove(changed);
    assertThat(after).isEqualTo(before);
  }

  private static Map<UnitName, String> fingerprints(Manifest manifest) {
    return manifest.units().stream().collect(toMap(Unit::id, Unit::fingerprint));
  }

  private static Edge edge(String from, String to) {
    return new Edge(UnitName.parse(from), UnitName.parse(to));
  }
}
