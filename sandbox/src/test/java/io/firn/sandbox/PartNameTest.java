package io.firn.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartNameTest {

  @ParameterizedTest
  @CsvSource({"kafka, KAFKA", "' Connect ', CONNECT", "S3, S3", "MARIADB, MARIADB"})
  void readsNamesInAnyCase(String text, PartName name) {
    assertThat(PartName.parse(text)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({"postgresql, postgres", "kafak, kafka", "maria, mariadb", "rest-catalog, rest"})
  void suggestsTheNearestName(String text, String nearest) {
    assertThatThrownBy(() -> PartName.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot start sandbox part '%s': expected one of kafka, connect, postgres, mariadb, s3,"
                + " rest, registry. Did you mean '%s'?",
            text, nearest);
  }

  @Test
  void readsAList() {
    assertThat(PartName.parseList("kafka,s3")).containsExactly(PartName.KAFKA, PartName.S3);
  }

  @Test
  void refusesAnEmptyNameInAList() {
    assertThatThrownBy(() -> PartName.parseList("kafka,"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot start sandbox part ''");
  }

  @Test
  void connectNeedsKafka() {
    assertThat(PartName.withNeeded(Set.of(PartName.CONNECT)))
        .containsExactly(PartName.KAFKA, PartName.CONNECT);
    assertThat(PartName.withNeeded(Set.of(PartName.POSTGRES))).containsExactly(PartName.POSTGRES);
    assertThat(PartName.withNeeded(Set.of())).isEmpty();
  }

  @Test
  void noPartNeedsALaterOne() {
    List<PartName> order = List.copyOf(EnumSet.allOf(PartName.class));
    assertThat(order).containsSubsequence(PartName.KAFKA, PartName.CONNECT);
    assertThat(order).containsSubsequence(PartName.S3, PartName.REST);
  }
}
