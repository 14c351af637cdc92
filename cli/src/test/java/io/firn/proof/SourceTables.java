package io.firn.proof;

import io.firn.proof.RandomTable.Column;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The tables of the proof: every common type, keys of several columns, and two to join. */
final class SourceTables {
  /** Every update carries the old row as well. */
  private static final String WHOLE_OLD_ROW = "REPLICA IDENTITY FULL";

  private static final String OLD_KEY = "REPLICA IDENTITY DEFAULT";

  private SourceTables() {}

  static List<RandomTable> all() {
    return List.of(kinds(), pairs(), customers(), orders());
  }

  private static RandomTable kinds() {
    return new RandomTable(
        "kinds",
        List.of(new Column("id", Kind.BIGINT)),
        Arrays.stream(Kind.values())
            .map(kind -> new Column("c_" + kind.name().toLowerCase(Locale.ROOT), kind))
            .toList(),
        OLD_KEY);
  }

  private static RandomTable pairs() {
    return new RandomTable(
        "pairs",
        List.of(
            new Column("region", Kind.TEXT),
            new Column("code", Kind.INT),
            new Column("day", Kind.DATE)),
        List.of(
            new Column("note", Kind.BIG_TEXT),
            new Column("payload", Kind.BIG_BYTEA),
            new Column("n", Kind.INT),
            new Column("Mixed Case", Kind.VARCHAR)),
        OLD_KEY);
  }

  private static RandomTable customers() {
    return new RandomTable(
        "customers",
        List.of(new Column("id", Kind.SMALL_NUMBER)),
        List.of(
            new Column("name", Kind.TEXT),
            new Column("tier", Kind.STATUS),
            new Column("credit", Kind.MONEY_AMOUNT),
            new Column("letter", Kind.BIG_TEXT)),
        WHOLE_OLD_ROW);
  }

  private static RandomTable orders() {
    return new RandomTable(
        "orders",
        List.of(new Column("order_no", Kind.MONEY_AMOUNT), new Column("number", Kind.UUID_)),
        List.of(
            new Column("customer_id", Kind.SMALL_NUMBER),
            new Column("placed_at", Kind.RECENT),
            new Column("status", Kind.STATUS),
            new Column("amount", Kind.MONEY_AMOUNT),
            new Column("discount", Kind.SHARE),
            new Column("remark", Kind.BIG_TEXT)),
        OLD_KEY);
  }
}
