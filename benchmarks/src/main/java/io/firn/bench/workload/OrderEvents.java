package io.firn.bench.workload;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Changes of a shop's order table as Debezium 3.5 sends them from PostgreSQL: envelope, row image,
 * full {@code source} block, values of 695 bytes on average when mixed. They are modelled on events
 * that were recorded from a real connector.
 *
 * <p>The table has PostgreSQL's default replica identity: an update comes without its former row, a
 * delete with the key alone.
 */
public final class OrderEvents implements Workload {
  private static final long SEED = 0x4669726eL;
  private static final long FIRST_LSN = 22_463_392L;
  private static final long FIRST_TX = 762;
  private static final long FIRST_MICROS = 1_768_435_200_000_000L;
  private static final long MICROS_PER_EVENT = 800;
  private static final int THOUSAND = 1000;

  /** Bytes of an event beside its row. */
  private static final int AROUND_ROW = 450;

  private static final List<String> STATUS =
      List.of("placed", "paid", "packed", "shipped", "delivered", "returned", "cancelled");
  private static final List<String> CURRENCY = List.of("EUR", "EUR", "EUR", "USD", "PLN", "CHF");
  private static final List<String> STREET =
      List.of("Hauptstrasse", "Rue de la Paix", "Długa", "Via Roma", "Mill Lane", "Kirchweg");
  private static final List<String> CITY =
      List.of("80331 München", "75002 Paris", "31-146 Kraków", "00184 Roma", "8001 Zürich");
  private static final List<String> WORD =
      List.of(
          "please",
          "deliver",
          "after",
          "noon",
          "gift",
          "wrap",
          "ring",
          "twice",
          "leave",
          "with",
          "neighbour",
          "fragile",
          "invoice",
          "separate",
          "call",
          "before",
          "second",
          "floor");

  private final String table;
  private final long events;
  private final int updatesPerThousand;
  private final int deletesPerThousand;
  private final int leastBytes;

  private OrderEvents(
      String table, long events, int updatesPerThousand, int deletesPerThousand, int leastBytes) {
    if (events < 1) {
      throw new IllegalArgumentException(events + " events: expected at least one");
    }
    this.table = table;
    this.events = events;
    this.updatesPerThousand = updatesPerThousand;
    this.deletesPerThousand = deletesPerThousand;
    this.leastBytes = leastBytes;
  }

  /** 57 % inserts, 40 % updates and 3 % deletes of rows inserted before, in the log's order. */
  public static OrderEvents mixed(String table, long events) {
    return new OrderEvents(table, events, 400, 30, 0);
  }

  /** Inserts alone: as many rows as events. */
  public static OrderEvents inserts(String table, long events) {
    return new OrderEvents(table, events, 0, 0, 0);
  }

  /** As mixed, each row with order lines until its event has about {@code bytes}. */
  public static OrderEvents large(String table, long events, int bytes) {
    return new OrderEvents(table, events, 400, 30, bytes);
  }

  @Override
  public long events() {
    return events;
  }

  @Override
  public ChangeRecord event(long index) {
    SplittableRandom random = new SplittableRandom(SEED + index);
    int kind = index == 0 ? THOUSAND : random.nextInt(THOUSAND);
    boolean delete = kind < deletesPerThousand;
    boolean update = !delete && kind < deletesPerThousand + updatesPerThousand;
    long id = 1 + (delete || update ? random.nextLong(index) : index);
    long micros = FIRST_MICROS + index * MICROS_PER_EVENT;
    StringBuilder value = new StringBuilder(800);
    value.append("{\"before\":").append(delete ? keyImage(id) : "null").append(",\"after\":");
    if (delete) {
      value.append("null");
    } else {
      row(value, id, micros, random);
    }
    value.append(",\"source\":");
    source(value, index, micros);
    tail(value, delete ? 'd' : update ? 'u' : 'c', micros + random.nextInt(90_000));
    return new ChangeRecord(
        ("{\"id\":" + id + "}").getBytes(StandardCharsets.UTF_8),
        value.toString().getBytes(StandardCharsets.UTF_8),
        micros / THOUSAND + 95);
  }

  private static String keyImage(long id) {
    return "{\"id\":"
        + id
        + ",\"customer_id\":0,\"status\":\"\",\"total\":\"AA==\",\"currency\":\"\",\"items\":0,"
        + "\"ship_to\":null,\"note\":null,\"created_at\":0,\"updated_at\":null}";
  }

  private void row(StringBuilder value, long id, long micros, SplittableRandom random) {
    value.append("{\"id\":").append(id);
    value.append(",\"customer_id\":").append(1 + random.nextInt(250_000));
    value.append(",\"status\":\"").append(any(STATUS, random));
    value.append("\",\"total\":\"").append(decimal(100 + random.nextInt(90_000)));
    value.append("\",\"currency\":\"").append(any(CURRENCY, random));
    value.append("\",\"items\":").append(1 + random.nextInt(12));
    value.append(",\"ship_to\":\"").append(any(STREET, random));
    value.append(' ').append(1 + random.nextInt(180)).append(", ").append(any(CITY, random));
    value.append("\",\"note\":\"");
    int words = 5 + random.nextInt(4);
    for (int word = 0; word < words; word++) {
      value.append(word == 0 ? "" : " ").append(any(WORD, random));
    }
    value.append("\",\"created_at\":").append(micros - random.nextLong(86_400_000_000L));
    value.append(",\"updated_at\":").append(micros);
    if (leastBytes > 0) {
      lines(value, random);
    }
    value.append('}');
  }

  private void lines(StringBuilder value, SplittableRandom random) {
    value.append(",\"lines\":[");
    for (int line = 1; line == 1 || value.length() < leastBytes - AROUND_ROW; line++) {
      value.append(line == 1 ? "" : ",").append("{\"line\":").append(line);
      value.append(",\"sku\":\"").append(Long.toHexString(random.nextLong()));
      value.append("\",\"quantity\":").append(1 + random.nextInt(9));
      value.append(",\"price\":{\"amount\":\"").append(decimal(100 + random.nextInt(9_000)));
      value.append("\",\"currency\":\"").append(any(CURRENCY, random));
      value.append("\"},\"gift\":").append(random.nextInt(20) == 0);
      value.append(",\"text\":\"").append(any(WORD, random)).append(' ');
      value.append(any(WORD, random)).append(' ').append(any(WORD, random)).append("\"}");
    }
    value.append(']');
  }

  /** Connect's Decimal in JSON: the unscaled value's bytes in base 64. */
  private static String decimal(long unscaled) {
    return Base64.getEncoder().encodeToString(BigInteger.valueOf(unscaled).toByteArray());
  }

  private void source(StringBuilder value, long index, long micros) {
    long lsn = FIRST_LSN + index * 296;
    value.append("{\"version\":\"3.5.0.Final\",\"connector\":\"postgresql\",\"name\":\"acme\"");
    value.append(",\"ts_ms\":").append(micros / THOUSAND);
    value.append(",\"snapshot\":\"false\",\"db\":\"shop\",\"sequence\":\"[\\\"").append(lsn - 56);
    value.append("\\\",\\\"").append(lsn).append("\\\"]\",\"ts_us\":").append(micros);
    value.append(",\"ts_ns\":").append(micros * THOUSAND);
    value.append(",\"schema\":\"shop\",\"table\":\"").append(table);
    value.append("\",\"txId\":").append(FIRST_TX + index / 3);
    value.append(",\"lsn\":").append(lsn);
    value.append(",\"xmin\":null,\"origin\":null,\"origin_lsn\":null}");
  }

  private static void tail(StringBuilder value, char operation, long micros) {
    value.append(",\"transaction\":null,\"op\":\"").append(operation);
    value.append("\",\"ts_ms\":").append(micros / THOUSAND);
    value.append(",\"ts_us\":").append(micros);
    value.append(",\"ts_ns\":").append(micros * THOUSAND + 959).append('}');
  }

  private static String any(List<String> values, SplittableRandom random) {
    return values.get(random.nextInt(values.size()));
  }
}
