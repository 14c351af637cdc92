package io.firn.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.model.ErrorKind;
import io.firn.model.Failure;
import io.firn.model.UnitName;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OutageTest {
  private static final UnitName UNIT = UnitName.parse("silver:orders");

  static List<Exception> full() {
    return List.of(
        new IOException("No space left on device"),
        new IOException("File too large"),
        new IOException("/lake: Disk quota exceeded"),
        new SQLException("[SQLITE_FULL] Insertion failed because database is full"));
  }

  @ParameterizedTest
  @MethodSource("full")
  void aFullDiskIsNamed(Exception cause) {
    Optional<Failure> failure =
        Outage.of(UNIT.toString(), UNIT.tableName(), new RuntimeException("a task failed", cause));
    assertThat(failure)
        .hasValueSatisfying(
            told -> {
              assertThat(told.kind()).isEqualTo(ErrorKind.TRANSIENT);
              assertThat(told.what()).startsWith("The disk is full: silver:orders");
              assertThat(told.found()).contains(cause.getMessage());
            });
  }

  static List<Exception> away() {
    return List.of(
        new SocketTimeoutException("Read timed out"),
        new UncheckedIOException(new IOException("Input/output error")),
        new SQLException("the connection is broken", "08006"),
        new ServiceFailureException("Service failed: 503"));
  }

  @ParameterizedTest
  @MethodSource("away")
  void whatWasAwayMayComeBack(Exception cause) {
    assertThat(Outage.of(UNIT.toString(), UNIT.tableName(), new RuntimeException(cause)))
        .hasValueSatisfying(
            told -> {
              assertThat(told.kind()).isEqualTo(ErrorKind.TRANSIENT);
              assertThat(told.what()).startsWith("Storage or catalog failed");
            });
  }

  static List<Exception> lasting() {
    return List.of(
        new FileNotFoundException("/lake/data/a.parquet"),
        new NotSerializableException("a bug"),
        new IllegalStateException("No space left on device, says a bug"));
  }

  @ParameterizedTest
  @MethodSource("lasting")
  void whatDoesNotGoAwayByItselfIsNoOutage(Exception cause) {
    assertThat(Outage.of(UNIT.toString(), UNIT.tableName(), new RuntimeException(cause))).isEmpty();
  }
}
