package io.firn.cli.demo;

/**
 * One silver table held against one tenant's source table.
 *
 * @param rows of the tenant in silver
 */
public record TableComparison(String tenant, String table, long rows, RowDifferences differences) {
  public boolean equal() {
    return differences.isEmpty();
  }

  /** {@code equal: 320 rows}. */
  public String sentence() {
    return equal()
        ? "equal: " + rows + " rows"
        : "differs: " + differences.size() + " of " + rows + " rows";
  }
}
