package io.firn.cli.demo;

import io.firn.cli.demo.TenantSource.SourceTable;
import io.firn.config.BronzeTable;
import io.firn.config.Pipeline;
import io.firn.config.SilverTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * Holds every silver table against the databases that it came from: all rows, all columns, tenant
 * by tenant. Reads whole tables into memory, both sides without Spark.
 */
public final class SourceComparison {
  private final Pipeline pipeline;

  public SourceComparison(Pipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** One comparison per silver table and tenant, by table and then in the order of the sources. */
  public List<TableComparison> compare(List<TenantSource> sources) throws SQLException {
    try (Lake lake = Lake.open(pipeline)) {
      List<TableComparison> comparisons = new ArrayList<>();
      for (SilverTable silver : pipeline.silver()) {
        List<Map<String, Object>> rows = lake.rows(silver.unit());
        for (TenantSource source : sources) {
          Optional<SourceTable> table = sourceOf(silver, source);
          if (table.isPresent()) {
            comparisons.add(compare(silver, rows, source, table.get()));
          }
        }
      }
      return comparisons;
    }
  }

  private Optional<SourceTable> sourceOf(SilverTable silver, TenantSource source)
      throws SQLException {
    BronzeTable bronze = pipeline.bronze(silver.from().table()).orElseThrow();
    return source.tables().stream()
        .filter(
            table -> {
              Matcher topic = bronze.topics().matcher(table.topic(source.tenant()));
              return topic.matches()
                  && (!bronze.namesTenant()
                      || source.tenant().equals(topic.group(SilverTable.TENANT)));
            })
        .findFirst();
  }

  private static TableComparison compare(
      SilverTable silver, List<Map<String, Object>> all, TenantSource source, SourceTable table)
      throws SQLException {
    TenantSource.Rows expected = source.rows(table);
    List<Map<String, Object>> found = ofTenant(all, source.tenant(), expected.types());
    List<String> key =
        silver.key().stream().filter(column -> !column.equals(SilverTable.TENANT)).toList();
    RowDifferences differences = RowDifferences.between(key, expected.rows(), found);
    return new TableComparison(source.tenant(), silver.name(), found.size(), differences);
  }

  /** The rows of one tenant in the form of {@link SourceValue}, without the column that says so. */
  static List<Map<String, Object>> ofTenant(
      List<Map<String, Object>> all, String tenant, Map<String, String> types) {
    return all.stream()
        .filter(row -> tenant.equals(row.getOrDefault(SilverTable.TENANT, tenant)))
        .map(row -> canonical(row, types))
        .toList();
  }

  /** Columns that the source does not have stay as they are: they differ unless they are null. */
  private static Map<String, Object> canonical(Map<String, Object> row, Map<String, String> types) {
    Map<String, Object> canonical = new LinkedHashMap<>();
    row.forEach(
        (column, value) -> {
          if (types.containsKey(column)) {
            canonical.put(column, SourceValue.canonical(types.get(column), value));
          } else if (!column.equals(SilverTable.TENANT)) {
            canonical.put(column, value);
          }
        });
    return canonical;
  }
}
