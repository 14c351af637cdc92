package io.firn.silver;

import io.firn.config.Explode;
import io.firn.config.SilverTable;
import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.FirnException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/**
 * The columns of elements' places, of which the comment says what the table was exploded from: rows
 * of another array, or told apart by another key, would not replace the ones that are there.
 */
final class ExplodedPlaces {
  private ExplodedPlaces() {}

  static List<Types.NestedField> columns(Explode explode) {
    List<Types.NestedField> columns = new ArrayList<>();
    columns.add(
        Types.NestedField.optional(1, Explode.INDEX, Types.IntegerType.get(), comment(explode)));
    if (explode.ofMap()) {
      columns.add(Types.NestedField.optional(1, Explode.NAME, Types.StringType.get()));
    }
    return columns;
  }

  /**
   * @throws FirnException CONFIG when the table holds other elements, or the source's rows
   */
  static void requireSame(SilverTable table, Schema have) {
    String wanted = table.explode().map(ExplodedPlaces::comment).orElse("no explode");
    String held =
        Optional.ofNullable(have.findField(Explode.INDEX))
            .map(Types.NestedField::doc)
            .orElse("no explode");
    if (!held.equals(wanted)) {
      throw new FirnException(
          new Failure(
              ErrorKind.CONFIG,
              table.unit() + " has other rows than its table",
              "firn.silver." + table.name() + ".explode",
              held + ", as the table was made with",
              wanted,
              "Set it back, or drop "
                  + table.unit().tableName()
                  + " to build it anew from all of bronze."));
    }
  }

  private static String comment(Explode explode) {
    return "explode = " + explode.path() + ", told apart by " + explode.key();
  }
}
