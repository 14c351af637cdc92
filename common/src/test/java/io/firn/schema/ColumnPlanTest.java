package io.firn.schema;

import static io.firn.schema.Columns.NO_TABLE;
import static io.firn.schema.Columns.column;
import static io.firn.schema.Columns.source;
import static io.firn.schema.Columns.table;
import static io.firn.schema.Columns.type;
import static org.assertj.core.api.Assertions.assertThat;

import io.firn.config.ColumnSpec;
import io.firn.config.Evolve;
import io.firn.schema.ColumnPlan.Add;
import io.firn.schema.ColumnPlan.Conflict;
import io.firn.schema.ColumnPlan.Frozen;
import io.firn.schema.ColumnPlan.Widen;
import io.firn.table.TypeText;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

class ColumnPlanTest {
  @Test
  void anEmptySourceOfAnEmptyTablePlansNothing() {
    ColumnPlan plan = ColumnPlan.of(NO_TABLE, List.of(), Map.of(), Evolve.ADD);

    assertThat(plan).isEqualTo(new ColumnPlan(List.of(), List.of(), List.of(), List.of()));
    assertThat(plan.changesTable()).isFalse();
  }

  @Test
  void aNewTableGetsDeclaredColumnsFirstAndThenTheSourcesInItsOrder() {
    ColumnPlan plan =
        ColumnPlan.of(
            NO_TABLE,
            List.of(column("total", "amount", "decimal(12,2)"), column("id", "id", null)),
            source("z", "int", "id", "long", "amount", "string", "a", "date"),
            Evolve.ADD);

    assertThat(plan.add())
        .containsExactly(
            add("total", "decimal(12,2)"), add("id", "long"), add("z", "int"), add("a", "date"));
    assertThat(plan.changesTable()).isTrue();
  }

  @Test
  void aDeclaredColumnOfUnknownTypeWaitsForItsFirstValue() {
    List<ColumnSpec> declared = List.of(column("city", "address.city", null));

    assertThat(ColumnPlan.of(NO_TABLE, declared, source(), Evolve.ADD).add()).isEmpty();
    assertThat(
            ColumnPlan.of(NO_TABLE, declared, source("address.city", "string"), Evolve.ADD).add())
        .containsExactly(add("city", "string"));
  }

  @Test
  void aStructGrowsByTheFieldsThatItsSourceGot() {
    ColumnPlan plan =
        ColumnPlan.of(
            table("address", "struct<city: string, zip: int>"),
            List.of(),
            source("address", "struct<zip: long, street: string, city: int>"),
            Evolve.ADD);

    assertThat(plan.widen())
        .extracting(column -> TypeText.of(column.to()))
        .containsExactly("struct<city: string, zip: long, street: string>");
    assertThat(plan.conflicts()).as("text holds any number").isEmpty();
  }

  @Test
  void aNestedFieldOfAnotherTypeIsReported() {
    ColumnPlan plan =
        ColumnPlan.of(
            table("a", "struct<n: int>"), List.of(), source("a", "struct<n: string>"), Evolve.ADD);

    assertThat(plan.changesTable()).isFalse();
    assertThat(plan.conflicts()).extracting(Conflict::name).containsExactly("a");
  }

  @Test
  void aDeclaredPathIntoAStructHasTheTypeThatStandsThere() {
    ColumnPlan plan =
        ColumnPlan.of(
            NO_TABLE,
            List.of(column("city", "address.city", null)),
            source("address", "struct<city: string>"),
            Evolve.ADD);

    assertThat(plan.add()).contains(add("city", "string"));
  }

  @Test
  void anUnchangedSourceChangesNothing() {
    Schema table = table("id", "int", "name", "string", "gone", "date");

    ColumnPlan plan =
        ColumnPlan.of(table, List.of(), source("id", "int", "name", "string"), Evolve.ADD);

    assertThat(plan).isEqualTo(new ColumnPlan(List.of(), List.of(), List.of(), List.of()));
  }

  @Test
  void aNarrowerSourceLeavesTheColumnAsWideAsItIs() {
    ColumnPlan plan =
        ColumnPlan.of(
            table("id", "long", "d", "decimal(12,2)"),
            List.of(),
            source("id", "int", "d", "decimal(9,2)"),
            Evolve.ADD);

    assertThat(plan.changesTable()).isFalse();
    assertThat(plan.conflicts()).isEmpty();
  }

  @Test
  void aWiderSourceWidensTheColumn() {
    ColumnPlan plan =
        ColumnPlan.of(
            table("id", "int", "f", "float", "d", "decimal(9,2)"),
            List.of(),
            source("id", "long", "f", "double", "d", "decimal(12,2)"),
            Evolve.ADD);

    assertThat(plan.widen())
        .containsExactly(
            widen("id", "int", "long"),
            widen("f", "float", "double"),
            widen("d", "decimal(9,2)", "decimal(12,2)"));
    assertThat(plan.changesTable()).isTrue();
  }

  @Test
  void anotherTypeIsAConflictAndTheColumnKeepsItsOwn() {
    ColumnPlan plan =
        ColumnPlan.of(table("n", "long"), List.of(), source("n", "string"), Evolve.ADD);

    assertThat(plan.conflicts()).containsExactly(new Conflict("n", type("long"), type("string")));
    assertThat(plan.changesTable()).isFalse();
  }

  @Test
  void textHoldsAnyTypeWithoutConflict() {
    ColumnPlan plan =
        ColumnPlan.of(table("n", "string"), List.of(), source("n", "long"), Evolve.ADD);

    assertThat(plan.conflicts()).isEmpty();
  }

  @Test
  void aListOfTextHoldsAnyListWithoutConflict() {
    Schema table = new Schema(list("n", 1, type("string")));

    assertThat(conflicts(table, Types.ListType.ofOptional(1, type("long")))).isEmpty();
    assertThat(conflicts(table, type("long"))).hasSize(1);
  }

  @Test
  void aFrozenTableReportsNewFieldsAndWiderTypes() {
    ColumnPlan plan =
        ColumnPlan.of(
            table("id", "int"),
            List.of(),
            source("id", "long", "new", "date", "__v", "long", "ID", "int", "tenant", "string"),
            Evolve.FREEZE);

    assertThat(plan.changesTable()).isFalse();
    assertThat(plan.conflicts()).containsExactly(new Conflict("id", type("int"), type("long")));
    assertThat(plan.frozen())
        .containsExactly(
            new Frozen("new", type("date")),
            new Frozen("__v", type("long")),
            new Frozen("ID", type("int")),
            new Frozen("tenant", type("string")));
  }

  @Test
  void aDeclaredTypeCountsInAFrozenTableToo() {
    ColumnPlan plan =
        ColumnPlan.of(
            table("id", "int"),
            List.of(column("id", "id", "long"), column("at", "at", "timestamp")),
            source("id", "string"),
            Evolve.FREEZE);

    assertThat(plan.widen()).containsExactly(widen("id", "int", "long"));
    assertThat(plan.add()).containsExactly(add("at", "timestamp"));
    assertThat(plan.conflicts()).isEmpty();
  }

  @Test
  void namesAreTakenAsTheyAre() {
    ColumnPlan plan =
        ColumnPlan.of(NO_TABLE, List.of(), source("a.b c-D", "int", "été", "int"), Evolve.ADD);

    assertThat(plan.add()).containsExactly(add("a.b c-D", "int"), add("été", "int"));
    assertThat(
            ColumnPlan.of(table("a.b c-D", "int"), List.of(), source("a.b c-D", "long"), Evolve.ADD)
                .widen())
        .containsExactly(widen("a.b c-D", "int", "long"));
  }

  private static List<Conflict> conflicts(Schema table, Type found) {
    return ColumnPlan.of(table, List.of(), Map.of("n", found), Evolve.ADD).conflicts();
  }

  private static Types.NestedField list(String name, int id, Type element) {
    return Types.NestedField.optional(id, name, Types.ListType.ofOptional(id + 1, element));
  }

  private static Add add(String name, String type) {
    return new Add(name, type(type));
  }

  private static Widen widen(String name, String from, String to) {
    return new Widen(name, type(from), type(to));
  }
}
