package io.firn.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.config.Pipeline;
import io.firn.model.ErrorKind;
import io.firn.model.FirnException;
import io.firn.model.UnitName;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which units a selector names, and in which order they run. */
class SelectionTest {
  @TempDir private Path folder;
  private Pipeline pipeline;

  @BeforeEach
  void readPipeline() {
    pipeline = RunPipeline.in(folder);
  }

  @Test
  void noSelectorIsEveryUnit() {
    assertThat(selected()).hasSize(6).startsWith("bronze:items", "bronze:orders");
  }

  @Test
  void aLayerIsItsUnits() {
    assertThat(selected("silver")).containsExactly("silver:items", "silver:orders");
  }

  @Test
  void aUnitIsNamedWithColonOrDot() {
    assertThat(selected("gold:best", "silver.items")).containsExactly("silver:items", "gold:best");
  }

  @Test
  void aPlusTakesAllInputs() {
    assertThat(selected("+gold:best"))
        .containsExactly("bronze:orders", "silver:orders", "gold:best", "gold:revenue");
  }

  @Test
  void anUnknownNameIsRefusedWithTheNearest() {
    assertThatThrownBy(() -> selected("silver", "silver:order"))
        .hasMessageContaining("No unit is called 'silver:order'")
        .hasMessageContaining("did you mean 'silver:orders'")
        .isInstanceOfSatisfying(
            FirnException.class,
            refused -> assertThat(refused.failure().kind()).isEqualTo(ErrorKind.USAGE));
  }

  @Test
  void wavesFollowTheInputs() {
    assertThat(waves("bronze", "silver", "gold"))
        .containsExactly(
            List.of("bronze:items", "bronze:orders"),
            List.of("silver:items", "silver:orders"),
            List.of("gold:revenue"),
            List.of("gold:best"));
  }

  @Test
  void unselectedUnitsMakeNoWave() {
    assertThat(waves("bronze:orders", "gold:best"))
        .flatExtracting(wave -> wave)
        .containsExactlyInAnyOrder("bronze:orders", "gold:best");
  }

  private List<String> selected(String... selectors) {
    return Selection.of(pipeline, List.of(selectors)).units().stream()
        .map(UnitName::toString)
        .toList();
  }

  private List<List<String>> waves(String... selectors) {
    return Waves.of(pipeline, Selection.of(pipeline, List.of(selectors)).units()).stream()
        .map(wave -> wave.stream().map(UnitName::toString).sorted().toList())
        .toList();
  }
}
