package io.firn.change;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * MongoDB: a mark by which an event is known again when it is sent again. It is no place in the log
 * and orders nothing; see {@link PositionOrder#DELIVERY}.
 *
 * <p>Why there is no place in the log: an event's place is its {@code clusterTime}, seconds and a
 * counter within the second. {@code source.ord} is the counter, but of the seconds nothing is left:
 * since Debezium 3.4 {@code source.ts_ms} is {@code wallTime}, the server's clock (<a
 * href="https://github.com/debezium/debezium/pull/6895">DBZ-9683</a>), which goes back when another
 * server with a slower clock becomes primary. The resume token, which would order, is in the
 * connector's offsets and not in its events.
 *
 * <p>Why the mark is good enough to know an event by: a server's counter starts anew with each
 * second and not within it, so that two operations share time and counter only if they are of one
 * transaction, or of one entry that the server made of several inserts or deletes, which have keys
 * of their own. {@code lsid} and {@code txnNumber} are there exactly for events of a multi-document
 * transaction (MongoDB manual, "Change Events").
 *
 * @param millis {@code source.ts_ms}
 * @param order {@code source.ord}
 * @param transaction the transaction that the operation is part of
 */
public record MongoMark(long millis, long order, Optional<Transaction> transaction)
    implements SourcePosition {
  private static final int COUNTER_DIGITS = 8;
  private static final int HEX = 16;

  /**
   * A multi-document transaction.
   *
   * @param number {@code source.txnNumber}: counts the transactions of the session
   * @param session {@code source.lsid}: JSON text
   */
  public record Transaction(long number, String session) {}

  /** Milliseconds, counter and, within a transaction, its number and a hash of its session. */
  @Override
  public String sortable() {
    return PositionText.hex(millis)
        + '.'
        + PositionText.hex(order).substring(COUNTER_DIGITS)
        + transaction
            .map(part -> '.' + PositionText.hex(part.number()) + '.' + hash(part.session()))
            .orElse("");
  }

  /**
   * Not within a transaction: it may set a field to A, to B and to A again, and the three updates
   * differ by no more than two.
   */
  @Override
  public boolean namesEvent() {
    return transaction.isEmpty();
  }

  /** The time in a mark, in microseconds since 1970, as {@link Envelope#sourceMicros} tells it. */
  public static long micros(String sortable) {
    return TimeUnit.MILLISECONDS.toMicros(
        Long.parseUnsignedLong(sortable, 0, PositionText.DIGITS, HEX));
  }

  private static String hash(String session) {
    MessageDigest digest = EventIdentity.sha256();
    byte[] bits = digest.digest(session.getBytes(StandardCharsets.UTF_8));
    return PositionText.hex(ByteBuffer.wrap(bits).getLong());
  }
}
