package io.firn.proof;

import io.firn.proof.RandomTable.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A database that a seeded random writes transactions into: the same seed, the same changes. */
final class RandomSource {
  private final TenantDatabase database;
  private final Random random;
  private final List<RandomTable> tables;
  private final Map<RandomTable, Keys> keys = new LinkedHashMap<>();

  RandomSource(TenantDatabase database, List<RandomTable> tables, long seed) {
    this.database = database;
    this.tables = List.copyOf(tables);
    this.random = new Random(seed);
    tables.forEach(table -> keys.put(table, Keys.none()));
  }

  TenantDatabase database() {
    return database;
  }

  List<String> tableNames() {
    return tables.stream().map(RandomTable::name).toList();
  }

  void create() throws SQLException {
    database.execute("CREATE TYPE mood AS ENUM ('sad', 'so so', 'happy \"now\"')");
    for (RandomTable table : tables) {
      database.execute(table.ddl().toArray(String[]::new));
    }
  }

  /** Runs transactions of every sort: plain, rolled back whole or in part, empty, overlapping. */
  void transactions(int count) throws SQLException {
    try (Connection connection = database.connect();
        Connection other = database.connect()) {
      connection.setAutoCommit(false);
      other.setAutoCommit(false);
      for (int i = 0; i < count; i++) {
        int dice = random.nextInt(100);
        if (dice < 65) {
          changes(connection, keys, 1 + random.nextInt(10));
          connection.commit();
        } else if (dice < 75) {
          changes(connection, copyOfKeys(), 1 + random.nextInt(5));
          connection.rollback();
        } else if (dice < 85) {
          partlyRolledBack(connection);
        } else if (dice < 90) {
          database.execute("BEGIN", "SELECT 1", "COMMIT");
        } else {
          overlapping(connection, other);
        }
      }
    }
  }

  /** Adds {@code column} and gives every row a value, in one transaction. */
  void addColumn(String table, Column column, String ddl) throws SQLException {
    RandomTable altered =
        tables.stream().filter(one -> one.name().equals(table)).findFirst().orElseThrow();
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        statement.execute("ALTER TABLE " + table + " ADD COLUMN " + ddl);
      }
      altered.add(column);
      altered.fill(connection, keys.get(altered), column, random);
      connection.commit();
    }
  }

  private void changes(Connection connection, Map<RandomTable, Keys> keys, int count)
      throws SQLException {
    for (int i = 0; i < count; i++) {
      RandomTable table = tables.get(random.nextInt(tables.size()));
      table.change(connection, keys.get(table), random);
    }
  }

  private Map<RandomTable, Keys> copyOfKeys() {
    Map<RandomTable, Keys> copies = new LinkedHashMap<>();
    keys.forEach((table, held) -> copies.put(table, held.copy()));
    return copies;
  }

  private void partlyRolledBack(Connection connection) throws SQLException {
    changes(connection, keys, 1 + random.nextInt(3));
    Savepoint savepoint = connection.setSavepoint();
    changes(connection, copyOfKeys(), 1 + random.nextInt(3));
    connection.rollback(savepoint);
    changes(connection, keys, 1 + random.nextInt(3));
    connection.commit();
  }

  /** Two transactions write in turns; which one commits first does not follow from the log. */
  private void overlapping(Connection one, Connection other) throws SQLException {
    Map<RandomTable, Keys> first = lane(0);
    Map<RandomTable, Keys> second = lane(1);
    for (int i = 0; i < 4; i++) {
      changes(one, first, 1 + random.nextInt(2));
      changes(other, second, 1 + random.nextInt(2));
    }
    boolean inOrder = random.nextBoolean();
    (inOrder ? one : other).commit();
    (inOrder ? other : one).commit();
    keys.replaceAll((table, held) -> Keys.joined(first.get(table), second.get(table)));
  }

  private Map<RandomTable, Keys> lane(int lane) {
    Map<RandomTable, Keys> own = new LinkedHashMap<>();
    keys.forEach((table, held) -> own.put(table, held.lane(lane)));
    return own;
  }
}
