package io.firn.schema;

import static io.firn.schema.Columns.NO_TABLE;
import static io.firn.schema.Columns.column;
import static io.firn.schema.Columns.source;
import static io.firn.schema.Columns.table;
import static io.firn.schema.Columns.type;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.config.Evolve;
import io.firn.model.ErrorKind;
import io.firn.model.FirnException;
import io.firn.schema.ColumnPlan.Add;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnPlanRefusalTest {

  @Test
  void aDeclaredTypeThatTheColumnCannotGrowIntoIsRefused() {
    assertThatThrownBy(
            () ->
                ColumnPlan.of(
                    table("id", "long"),
                    List.of(column("id", "id", "string")),
                    source(),
                    Evolve.ADD))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("a type that long grows into")
        .hasMessageContaining("column 'id' declared as string");
  }

  @Test
  void namesThatDifferByCaseAreRefusedAndBothAreNamed() {
    assertThatThrownBy(
            () ->
                ColumnPlan.of(
                    table("total", "long"),
                    List.of(column("Id", "_id", "string")),
                    source("Total", "long", "ID", "string"),
                    Evolve.ADD))
        .isInstanceOfSatisfying(
            FirnException.class,
            refused -> assertThat(refused.failure().kind()).isEqualTo(ErrorKind.CONFIG))
        .hasMessageContaining("'total' and 'Total', 'Id' and 'ID'");
  }

  @Test
  void namesThatDifferByCaseInADottedCapitalAreRefusedInEveryLocale() {
    assertThatThrownBy(
            () -> ColumnPlan.of(NO_TABLE, List.of(), source("ID", "int", "id", "int"), Evolve.ADD))
        .hasMessageContaining("'ID' and 'id'");
  }

  @Test
  void aSourceFieldNamedAsADeclaredColumnOfAnotherPathIsRefused() {
    assertThatThrownBy(
            () ->
                ColumnPlan.of(
                    table("total", "long"),
                    List.of(column("total", "amount", null)),
                    source("amount", "long", "total", "long"),
                    Evolve.ADD))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("'total' and 'total'");
  }

  @Test
  void namesOfFirnAreRefusedUnlessDeclaredUnderAnother() {
    assertThatThrownBy(
            () -> ColumnPlan.of(NO_TABLE, List.of(), source("__rescued", "string"), Evolve.ADD))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("a source field named '__rescued'")
        .hasMessageContaining("path = \"__rescued\"");
    assertThatThrownBy(
            () ->
                ColumnPlan.of(
                    table("tenant", "string"), List.of(), source("tenant", "int"), Evolve.ADD))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("a source field named 'tenant'");
    assertThat(
            ColumnPlan.of(
                    NO_TABLE,
                    List.of(column("version", "__v", null)),
                    source("__v", "long"),
                    Evolve.ADD)
                .add())
        .containsExactly(new Add("version", type("long")));
  }
}
