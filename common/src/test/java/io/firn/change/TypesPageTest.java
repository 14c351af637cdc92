package io.firn.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.firn.change.SourceType.Document;
import io.firn.change.SourceType.Physical;
import io.firn.change.SourceType.Semantic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TypesPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", ""), "..", "docs", "types.md").normalize();

  @Test
  void thePageSaysWhatTheCodeDoes() throws IOException {
    String page = TypesPage.markdown();
    if (Boolean.getBoolean("firn.regenerate")) {
      Files.createDirectories(PAGE.toAbsolutePath().getParent());
      Files.writeString(PAGE, page);
    }

    assertThat(PAGE)
        .as("docs/types.md: run this test with -Dfirn.regenerate=true and look at the difference")
        .hasContent(page);
  }

  @Test
  void everySourceTypeIsOnThePage() {
    List<SourceType> shown = TypesPage.NATURAL.stream().map(TypesPage.Natural::source).toList();

    assertThat(shown)
        .containsAll(
            Stream.of(Physical.values(), Semantic.values(), new SourceType[] {Document.GEOMETRY})
                .<SourceType>flatMap(Arrays::stream)
                .toList());
  }

  @Test
  void aDocumentAndAPatchTellTheSameValue() {
    assertThat(BsonExample.ALL)
        .allSatisfy(row -> assertThat(row.value(row.patched())).isEqualTo(row.value(row.wire())))
        .noneMatch(row -> row.value(row.wire()).startsWith("does not fit"));
  }

  @Test
  void everyExampleDoesWhatItsTableSays() {
    String refusal = "does not fit";
    assertThat(TypesPage.NATURAL)
        .noneMatch(
            row ->
                ColumnValue.shown(row.source(), row.source().naturalType(), row.wire())
                    .startsWith(refusal));
    assertThat(DatabaseTypes.ALL)
        .noneMatch(
            row ->
                ColumnValue.shown(row.source(), row.source().naturalType(), row.wire())
                    .startsWith(refusal));
    assertThat(TypesPage.DECLARED).noneMatch(row -> shown(row).startsWith(refusal));
    assertThat(TypesPage.REFUSED).allMatch(row -> shown(row).startsWith(refusal));
  }

  private static String shown(TypesPage.Declared row) {
    return ColumnValue.shown(row.source(), row.type(), row.wire());
  }
}
