package io.firn.change;

import io.firn.config.Connector;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Tells whether two events of one topic-partition are one event that the connector sent twice: all
 * that the source says of a change, as the first 128 bits of its SHA-256.
 *
 * <p>A connector that is restarted begins at the last place it had noted down and sends what it had
 * sent since once more (Debezium documentation, "exactly-once delivery"). Such a repeat has the
 * same position, operation, key and images, and comes where positions go back. The converse needs
 * care:
 *
 * <ul>
 *   <li>PostgreSQL gives every row change its own LSN. The two halves of a key change share one and
 *       differ in operation and key. Rows that are written down together (COPY) share one too and
 *       differ in key; where a table has no key they are told apart by what they hold, as with
 *       MySQL. Where there is a key the images do not count: a connector that sends an event again
 *       after a column was added writes that column into it.
 *   <li>SQL Server numbers the events within a change, Oracle the records of the redo log.
 *   <li>MySQL and MariaDB may give all changes of a transaction one position. A row that a
 *       transaction sets to A, to B and to A again has two events that are equal in everything. So
 *       of these connectors an event counts as a repeat only where a greater position came before
 *       it: the first delivery then went through the whole transaction, and each of its events is
 *       there. At the greatest position itself nothing is decided: both events are kept, and the
 *       order of delivery, which a repeat does not change, decides in silver.
 *   <li>MongoDB's events of a transaction share one mark in the same way. There delivery is the
 *       order, so that a kept repeat with a dropped one after it would put an old image last. An
 *       event of a transaction therefore counts as a repeat only where a new event of another mark
 *       came after it: the first delivery then went through the whole transaction. Of the rest, the
 *       last transaction that was sent, all is kept that comes again, in its order and to its end.
 *       An event outside of transactions is named by its mark. Images that may change between two
 *       deliveries do not count ({@link EventParts#lasting}).
 * </ul>
 *
 * <p>Rows that a snapshot read are never repeats: a snapshot that starts anew reads anew.
 */
public record EventIdentity(long high, long low) implements Serializable {

  /** Whether a connector gives no two events of a topic the same position, operation and key. */
  public static boolean namedByPosition(Connector connector) {
    return switch (connector) {
      case POSTGRESQL, SQLSERVER, ORACLE -> true;
      case MYSQL, MARIADB, MONGODB -> false;
    };
  }

  /** The identity of an event; absent parts are null. */
  public static EventIdentity of(
      String position, String operation, byte[] key, byte[] before, byte[] after) {
    return of(position, new EventParts(operation, key, before, after, null));
  }

  /**
   * The identity of an event.
   *
   * @param marked the part of its position that a second delivery has too, {@link
   *     PositionOrder#marked}
   */
  public static EventIdentity of(Connector connector, String marked, EventParts parts) {
    if (connector == Connector.MONGODB) {
      return of(marked, parts.lasting());
    }
    boolean named = namedByPosition(connector) && parts.key() != null;
    return of(marked, named ? parts.withoutImages() : parts);
  }

  private static EventIdentity of(String marked, EventParts parts) {
    MessageDigest digest = sha256();
    add(digest, marked.getBytes(StandardCharsets.US_ASCII));
    add(digest, parts.operation().getBytes(StandardCharsets.US_ASCII));
    add(digest, parts.key());
    add(digest, parts.before());
    add(digest, parts.after());
    add(digest, parts.patch());
    ByteBuffer bits = ByteBuffer.wrap(digest.digest());
    return new EventIdentity(bits.getLong(), bits.getLong());
  }

  /** With its length in front, so that no two lists of parts run together to the same bytes. */
  private static void add(MessageDigest digest, byte[] part) {
    int length = part == null ? -1 : part.length;
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).flip());
    if (part != null) {
      digest.update(part);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
