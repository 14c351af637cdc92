package io.firn.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SourceValueTest {

  static Stream<Arguments> sameValues() {
    return Stream.of(
        argumentSet("smallint", "int2", "7", 7),
        argumentSet("bigint", "int8", "9007199254740993", 9007199254740993L),
        argumentSet("numeric with another scale", "numeric", "12.50", new BigDecimal("12.5")),
        argumentSet("numeric zero", "numeric", "0.00", BigDecimal.ZERO),
        argumentSet("numeric kept as text", "numeric", "1E+3", "1000.0"),
        argumentSet("real", "float4", "1.1", 1.1f),
        argumentSet("double", "float8", "1.1", 1.1d),
        argumentSet("not a number", "float8", "NaN", Double.NaN),
        argumentSet("boolean", "bool", true, true),
        argumentSet("text", "text", "für 🎂", "für 🎂"),
        argumentSet(
            "uuid",
            "uuid",
            "0f8fad5b-d9cb-469f-a165-70867728950e",
            "0f8fad5b-d9cb-469f-a165-70867728950e"),
        argumentSet("date", "date", LocalDate.of(2026, 1, 2), LocalDate.of(2026, 1, 2)),
        argumentSet(
            "timestamp",
            "timestamp",
            LocalDateTime.of(2026, 1, 2, 3, 4, 5, 6000),
            LocalDateTime.of(2026, 1, 2, 3, 4, 5, 6000)),
        argumentSet(
            "timestamptz in another zone",
            "timestamptz",
            OffsetDateTime.parse("2026-01-02T03:04:05+01:00"),
            OffsetDateTime.parse("2026-01-02T02:04:05Z")),
        argumentSet("time", "time", LocalTime.of(3, 4), "03:04:00"),
        argumentSet("timetz", "timetz", OffsetTime.parse("03:04:05+01:00"), "02:04:05Z"),
        argumentSet(
            "jsonb", "jsonb", "{\"b\": [1.0, null], \"a\": \"x\"}", "{\"a\":\"x\",\"b\":[1,null]}"),
        argumentSet(
            "bytea",
            "bytea",
            "ab".getBytes(StandardCharsets.UTF_8),
            ByteBuffer.wrap("ab".getBytes(StandardCharsets.UTF_8))),
        argumentSet("text array", "_text", new String[] {"a", null}, Arrays.asList("a", null)),
        argumentSet(
            "array of arrays",
            "_int4",
            new Integer[][] {{1, 2}, {3, 4}},
            List.of(List.of(1, 2), List.of(3, 4))),
        argumentSet(
            "date array",
            "_date",
            new Date[] {Date.valueOf("2026-01-02")},
            List.of(LocalDate.of(2026, 1, 2))));
  }

  @ParameterizedTest
  @MethodSource("sameValues")
  void a_value_has_one_form_wherever_it_comes_from(String type, Object driver, Object iceberg) {
    assertThat(SourceValue.canonical(type, driver))
        .isNotNull()
        .isEqualTo(SourceValue.canonical(type, iceberg));
  }

  static Stream<Arguments> otherValues() {
    return Stream.of(
        argumentSet("numeric", "numeric", "12.50", new BigDecimal("12.51")),
        argumentSet(
            "timestamptz",
            "timestamptz",
            OffsetDateTime.parse("2026-01-02T03:04:05Z"),
            OffsetDateTime.parse("2026-01-02T03:04:05.000001Z")),
        argumentSet("text with a blank", "text", "a", "a "),
        argumentSet("jsonb text and number", "jsonb", "{\"a\": 1}", "{\"a\": \"1\"}"),
        argumentSet("jsonb false and text", "jsonb", "false", "\"false\""),
        argumentSet("null in an array", "_text", new String[] {null}, List.of("null")),
        argumentSet("real", "float4", "1.1", 1.2f));
  }

  @ParameterizedTest
  @MethodSource("otherValues")
  void other_values_stay_other(String type, Object driver, Object iceberg) {
    assertThat(SourceValue.canonical(type, driver))
        .isNotEqualTo(SourceValue.canonical(type, iceberg));
  }

  @Test
  void null_stays_null_whatever_the_type() {
    assertThat(SourceValue.canonical("numeric", null)).isNull();
    assertThat(SourceValue.canonical("_text", null)).isNull();
  }
}
