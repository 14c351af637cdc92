package io.firn.change;

import io.firn.config.Connector;

/**
 * What orders the changes of one key, and how bronze's {@code position} column is made of it: text
 * that compares as the changes came to be.
 *
 * <p>The {@code era} in front is empty, or a prefix that counts the times an operator declared that
 * a source's log begins anew.
 */
public enum PositionOrder {
  /** The source's log: its events say where in it they stand. */
  SOURCE {
    @Override
    public String position(String era, long offset, String mark) {
      return era + mark;
    }

    @Override
    public String marked(String position) {
      return position;
    }
  },

  /**
   * The connector's delivery: Kafka's offset. MongoDB's events do not say where in the log they
   * stand ({@link MongoMark}), but they are delivered in the log's order, and all events of a key
   * come in one partition ("Debezium connector for MongoDB", "Topic partitions").
   *
   * <p>Three things follow. An event that is sent again would come after newer ones; so repeats
   * must not stand in bronze, and where one cannot be told from a new event, all that was sent with
   * and after it must stand ({@link EventIdentity}). A topic that gets more partitions sends a
   * key's later events elsewhere, where offsets begin anew. And the read of a snapshot that runs
   * beside the changes stands where it was delivered: Debezium takes those out that a change
   * overtook (incremental snapshot, "Snapshot windows").
   */
  DELIVERY {
    @Override
    public String position(String era, long offset, String mark) {
      return era + PositionText.hex(offset) + MARK + mark;
    }

    @Override
    public String marked(String position) {
      int separator = position.indexOf(MARK);
      return position.substring(0, separator - PositionText.DIGITS)
          + position.substring(separator + 1);
    }
  };

  private static final char MARK = '@';

  public static PositionOrder of(Connector connector) {
    return switch (connector) {
      case MONGODB -> DELIVERY;
      case POSTGRESQL, MYSQL, MARIADB, SQLSERVER, ORACLE -> SOURCE;
    };
  }

  /**
   * The position that bronze keeps.
   *
   * @param offset of the record in its topic-partition
   * @param mark what the source says, {@link SourcePosition#sortable()}
   */
  public abstract String position(String era, long offset, String mark);

  /**
   * What a position of bronze has from its era and its source: the same for an event that is sent
   * again, and no greater than the greatest before it.
   */
  public abstract String marked(String position);
}
