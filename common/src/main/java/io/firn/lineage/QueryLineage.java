package io.firn.lineage;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.optimizer.InlineCTE;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Which columns of its inputs each column of a query's result depends on. A column that is not
 * named here has no influence on the result's column: whatever its values are, the same values come
 * out, as often.
 *
 * @param columns of the result, in their order
 * @param rows what decides which rows there are, and so has influence on every column
 */
public record QueryLineage(List<Column> columns, Uses rows) {
  /** Where a column of an input says in its metadata what it is. */
  private static final String SOURCE = "firn.source";

  public QueryLineage {
    columns = List.copyOf(columns);
  }

  /** A column of the result and what its values come from. */
  public record Column(String name, Uses uses) {}

  /** Read from an analysed plan whose inputs' columns are {@link #marked}. */
  public static QueryLineage of(LogicalPlan analyzed) {
    return PlanLineage.of(new InlineCTE(true, false).apply(analyzed));
  }

  /** The columns of {@code table}, known to the plans that are made over them. */
  public static StructType marked(String table, StructType columns) {
    StructType marked = new StructType();
    for (StructField field : columns.fields()) {
      Metadata source =
          new MetadataBuilder()
              .withMetadata(field.metadata())
              .putStringArray(SOURCE, new String[] {table, field.name()})
              .build();
      marked = marked.add(new StructField(field.name(), field.dataType(), true, source));
    }
    return marked;
  }

  static Optional<Source> source(Metadata metadata) {
    if (!metadata.contains(SOURCE)) {
      return Optional.empty();
    }
    String[] parts = metadata.getStringArray(SOURCE);
    return Optional.of(new Source(parts[0], parts[1]));
  }

  /** Every column of the inputs that has influence on the column of that name. */
  public Set<Source> influences(String column) {
    Set<Source> sources = new TreeSet<>(rows.sources());
    columns.stream()
        .filter(candidate -> candidate.name().equals(column))
        .forEach(candidate -> sources.addAll(candidate.uses().sources()));
    return sources;
  }
}
