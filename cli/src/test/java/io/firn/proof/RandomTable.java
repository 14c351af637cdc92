package io.firn.proof;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A source table that changes at random; every statement is one that its primary key allows. */
final class RandomTable {
  /** A column and what its values are like. */
  record Column(String name, Kind kind) {}

  private final String name;
  private final List<Column> key;
  private final List<Column> columns;
  private final String suffix;
  private int freshKeys;

  /**
   * @param key columns of the primary key; the first one makes it unique
   */
  RandomTable(String name, List<Column> key, List<Column> columns, String suffix) {
    this.name = name;
    this.key = List.copyOf(key);
    this.columns = new ArrayList<>(columns);
    this.suffix = suffix;
  }

  String name() {
    return name;
  }

  /** Takes part in what follows; the caller has added it to the table. */
  void add(Column column) {
    columns.add(column);
  }

  /** The statements that make the table. */
  List<String> ddl() {
    String definitions =
        Stream.concat(key.stream(), columns.stream())
            .map(column -> quoted(column.name()) + " " + column.kind().sqlType())
            .collect(Collectors.joining(", "));
    return List.of(
        "CREATE TABLE %s (%s, PRIMARY KEY (%s))".formatted(name, definitions, names(key)),
        "ALTER TABLE %s %s".formatted(name, suffix));
  }

  private static String quoted(String column) {
    return "\"" + column + "\"";
  }

  private static String names(List<Column> columns) {
    return columns.stream().map(column -> quoted(column.name())).collect(Collectors.joining(", "));
  }

  /** One change of one row, sometimes of several. */
  void change(Connection connection, Keys keys, Random random) throws SQLException {
    int dice = random.nextInt(100);
    if (keys.live().isEmpty() || dice < 25) {
      insert(connection, keys, freshKey(random), random);
    } else if (dice < 32 && !keys.dead().isEmpty()) {
      insert(connection, keys, keys.takeDead(random), random);
    } else if (dice < 65) {
      update(connection, keys.anyLive(random), random);
    } else if (dice < 70) {
      int times = 3 + random.nextInt(10);
      List<String> row = keys.anyLive(random);
      for (int i = 0; i < times; i++) {
        update(connection, row, random);
      }
    } else if (dice < 82) {
      changeKey(connection, keys, random);
    } else if (dice < 94) {
      delete(connection, keys.removeLive(random));
    } else {
      replace(connection, keys, random);
    }
  }

  private List<String> freshKey(Random random) {
    int number = ++freshKeys;
    List<String> values = new ArrayList<>();
    for (Column column : key) {
      values.add(
          switch (column.kind()) {
            case SMALL_NUMBER, INT, BIGINT -> String.valueOf(number);
            case MONEY_AMOUNT -> number + ".50";
            case TEXT -> Words.text(random) + " #" + number;
            default -> column.kind().literal(random);
          });
    }
    return values;
  }

  private void insert(Connection connection, Keys keys, List<String> row, Random random)
      throws SQLException {
    String marks =
        Stream.concat(key.stream(), columns.stream())
            .map(column -> mark(column))
            .collect(Collectors.joining(", "));
    List<String> values = new ArrayList<>(row);
    columns.forEach(column -> values.add(value(column, random)));
    execute(
        connection,
        "INSERT INTO %s (%s) VALUES (%s)"
            .formatted(name, names(Stream.concat(key.stream(), columns.stream()).toList()), marks),
        values);
    keys.addLive(row);
  }

  /** Sets one to three columns, so that large values are mostly left alone. */
  private void update(Connection connection, List<String> row, Random random) throws SQLException {
    List<Column> some =
        IntStream.range(0, 1 + random.nextInt(3))
            .mapToObj(i -> columns.get(random.nextInt(columns.size())))
            .distinct()
            .toList();
    List<String> values = new ArrayList<>();
    some.forEach(column -> values.add(value(column, random)));
    values.addAll(row);
    execute(
        connection,
        "UPDATE %s SET %s WHERE %s".formatted(name, assignments(some, ", "), keyCondition()),
        values);
  }

  /** Sometimes with another column beside the key. */
  private void changeKey(Connection connection, Keys keys, Random random) throws SQLException {
    List<String> row = keys.removeLive(random);
    boolean backToDead = !keys.dead().isEmpty() && random.nextInt(4) == 0;
    List<String> renamed = backToDead ? keys.takeDead(random) : freshKey(random);
    List<Column> set = new ArrayList<>(key);
    List<String> values = new ArrayList<>(renamed);
    if (random.nextBoolean()) {
      Column other = columns.get(random.nextInt(columns.size()));
      set.add(other);
      values.add(value(other, random));
    }
    values.addAll(row);
    execute(
        connection,
        "UPDATE %s SET %s WHERE %s".formatted(name, assignments(set, ", "), keyCondition()),
        values);
    keys.addLive(renamed);
  }

  private void delete(Connection connection, List<String> row) throws SQLException {
    execute(connection, "DELETE FROM %s WHERE %s".formatted(name, keyCondition()), row);
  }

  /** A delete and an insert of one key, one after the other. */
  private void replace(Connection connection, Keys keys, Random random) throws SQLException {
    List<String> row = keys.removeLive(random);
    delete(connection, row);
    keys.forgetDead(row);
    insert(connection, keys, row, random);
  }

  /** Gives every row a value of {@code column}. */
  void fill(Connection connection, Keys keys, Column column, Random random) throws SQLException {
    for (List<String> row : keys.live()) {
      List<String> values = new ArrayList<>(List.of(column.kind().literal(random)));
      values.addAll(row);
      execute(
          connection,
          "UPDATE %s SET %s WHERE %s"
              .formatted(name, assignments(List.of(column), ", "), keyCondition()),
          values);
    }
  }

  private static String value(Column column, Random random) {
    return random.nextInt(6) == 0 ? null : column.kind().literal(random);
  }

  private static String mark(Column column) {
    return "CAST(? AS " + column.kind().sqlType() + ")";
  }

  private String keyCondition() {
    return assignments(key, " AND ");
  }

  private static String assignments(List<Column> columns, String between) {
    return columns.stream()
        .map(column -> quoted(column.name()) + " = " + mark(column))
        .collect(Collectors.joining(between));
  }

  /**
   * Each statement is one that changes exactly one row: a miss would be a fault of the generator.
   */
  private static void execute(Connection connection, String sql, List<String> values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i), Types.OTHER);
      }
      int changed = statement.executeUpdate();
      if (changed != 1) {
        throw new IllegalStateException(changed + " rows changed by " + sql);
      }
    }
  }
}
