package io.firn.proof;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;

/** A PostgreSQL column type with random values of it, written as PostgreSQL reads them. */
enum Kind {
  SMALLINT("smallint", random -> edge(random, Short.MIN_VALUE, Short.MAX_VALUE)),
  INT("int", random -> edge(random, Integer.MIN_VALUE, Integer.MAX_VALUE)),
  BIGINT("bigint", random -> edge(random, Long.MIN_VALUE, Long.MAX_VALUE)),
  SMALL_NUMBER("int", random -> String.valueOf(1 + random.nextInt(20))),
  REAL("real", Kind::real),
  DOUBLE("double precision", Kind::doublePrecision),
  MONEY_AMOUNT("numeric(12,2)", random -> decimal(random, 10, 2)),
  SHARE("numeric(5,4)", random -> decimal(random, 1, 4)),
  WIDE_NUMERIC("numeric(38,10)", random -> decimal(random, 28, 10)),
  WIDER_NUMERIC("numeric(45,5)", random -> decimal(random, 40, 5)),
  NUMERIC("numeric", random -> decimal(random, 1 + random.nextInt(50), random.nextInt(30))),
  BOOLEAN("boolean", random -> String.valueOf(random.nextBoolean())),
  CHAR("char(6)", random -> Words.shortText(random, 6)),
  VARCHAR("varchar(60)", random -> Words.shortText(random, 60)),
  TEXT("text", Words::text),
  BIG_TEXT("text", Words::sometimesBig),
  BYTEA("bytea", random -> bytes(random, random.nextInt(20))),
  BIG_BYTEA("bytea", random -> bytes(random, random.nextInt(4) > 0 ? 2_500 : 10)),
  DATE("date", random -> date(random).toString()),
  TIME("time", random -> time(random).toString()),
  TIME_MILLIS("time(3)", random -> time(random).toString()),
  TIMETZ("timetz", random -> time(random) + offset(random)),
  TIMESTAMP("timestamp", random -> date(random) + " " + time(random)),
  TIMESTAMP_MILLIS("timestamp(3)", random -> date(random) + " " + time(random)),
  TIMESTAMPTZ("timestamptz", random -> date(random) + " " + time(random) + offset(random)),
  RECENT("timestamptz", Kind::recent),
  UUID_("uuid", random -> new UUID(random.nextLong(), random.nextLong()).toString()),
  JSON("json", Words::json),
  JSONB("jsonb", Words::json),
  BIG_JSONB("jsonb", random -> "{\"big\": " + Words.quoted(Words.sometimesBig(random)) + "}"),
  MOOD("mood", random -> new String[] {"sad", "so so", "happy \"now\""}[random.nextInt(3)]),
  STATUS("varchar(10)", random -> new String[] {"new", "paid", "cancelled"}[random.nextInt(3)]),
  INTS("int[]", random -> Words.array(random, () -> edge(random, -5, Integer.MAX_VALUE))),
  BIG_INTS("bigint[]", random -> Words.longArray(random)),
  TEXTS("text[]", random -> Words.array(random, () -> Words.quoted(Words.text(random)))),
  BIG_TEXTS(
      "text[]", random -> Words.array(random, () -> Words.quoted(Words.sometimesBig(random)))),
  DECIMALS("numeric(10,2)[]", random -> Words.array(random, () -> decimal(random, 8, 2))),
  DATES("date[]", random -> Words.array(random, () -> date(random).toString())),
  INET("inet", random -> "10.%d.0.%d".formatted(random.nextInt(256), random.nextInt(256)));

  private final String sqlType;
  private final Function<Random, String> literal;

  Kind(String sqlType, Function<Random, String> literal) {
    this.sqlType = sqlType;
    this.literal = literal;
  }

  String sqlType() {
    return sqlType;
  }

  /** A value, never null. */
  String literal(Random random) {
    return literal.apply(random);
  }

  private static String edge(Random random, long least, long greatest) {
    return switch (random.nextInt(8)) {
      case 0 -> String.valueOf(least);
      case 1 -> String.valueOf(greatest);
      case 2 -> "0";
      case 3 -> String.valueOf(Math.max(least, Math.min(greatest, random.nextLong())));
      default -> String.valueOf(random.nextInt(100) - (least < 0 ? 5 : 0));
    };
  }

  private static String real(Random random) {
    return switch (random.nextInt(9)) {
      case 0 -> "NaN";
      case 1 -> "-Infinity";
      case 2 -> "-0";
      case 3 -> String.valueOf(Float.MIN_VALUE);
      case 4 -> String.valueOf(Float.MAX_VALUE);
      case 5 -> "16777217";
      default -> finite(Float.intBitsToFloat(random.nextInt()));
    };
  }

  private static String finite(float value) {
    return Float.isFinite(value) ? String.valueOf(value) : "0.1";
  }

  private static String doublePrecision(Random random) {
    double any = Double.longBitsToDouble(random.nextLong());
    return switch (random.nextInt(9)) {
      case 0 -> "NaN";
      case 1 -> "Infinity";
      case 2 -> "-0";
      case 3 -> String.valueOf(Double.MIN_VALUE);
      case 4 -> String.valueOf(Double.MAX_VALUE);
      case 5 -> "9007199254740993";
      default -> Double.isFinite(any) ? String.valueOf(any) : "0.1";
    };
  }

  private static String decimal(Random random, int wholeDigits, int scale) {
    int digits = 1 + random.nextInt(wholeDigits + scale);
    BigInteger unscaled =
        new BigInteger(digits * 4, random).mod(BigInteger.TEN.pow(digits)).shiftRight(1);
    BigDecimal value = new BigDecimal(unscaled, scale);
    return (random.nextBoolean() ? value : value.negate()).toPlainString();
  }

  private static String bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return "\\x" + HexFormat.of().formatHex(bytes);
  }

  /**
   * None before the Gregorian calendar: Debezium 3.5 reads a table's first image through {@code
   * java.sql.Date}, which moves older dates by some days. Later changes come right.
   */
  private static LocalDate date(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> LocalDate.of(1582, 10, 16).plusDays(random.nextInt(100_000));
      case 1 -> LocalDate.of(9999, 12, 30);
      default -> LocalDate.of(1970, 1, 1).plusDays(random.nextInt(40_000) - 10_000);
    };
  }

  private static LocalTime time(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> LocalTime.MIDNIGHT;
      case 1 -> LocalTime.of(23, 59, 59);
      default ->
          LocalTime.ofNanoOfDay(
              random.nextInt(86_399) * 1_000_000_000L + random.nextInt(999_499) * 1_000L);
    };
  }

  private static String offset(Random random) {
    return new String[] {"+00", "+05:30", "-08", "+13:45"}[random.nextInt(4)];
  }

  /** Few days, so that rows fall into the same groups. */
  private static String recent(Random random) {
    return LocalDateTime.of(2026, 3, 1, 0, 0)
        .plusMinutes(random.nextInt(4 * 24 * 60))
        .atOffset(ZoneOffset.ofHours(random.nextInt(5) - 2))
        .toString();
  }
}
