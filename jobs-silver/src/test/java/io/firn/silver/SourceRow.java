package io.firn.silver;

/**
 * A row of the simulated source table, key {@code (tenant, id)}.
 *
 * @param big large enough that an update which does not touch it leaves it out
 * @param extra null until the source has the column
 */
record SourceRow(String tenant, int id, String name, String big, long amount, String extra) {

  Key key() {
    return new Key(tenant, id);
  }

  record Key(String tenant, int id) {}
}
