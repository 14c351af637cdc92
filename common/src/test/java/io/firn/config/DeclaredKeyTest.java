package io.firn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Declared, accepted and documented are the same set of keys. */
class DeclaredKeyTest {
  @TempDir Path folder;

  /** A key that the parser never looks at would swallow this without a word. */
  @ParameterizedTest
  @MethodSource("keys")
  void the_parser_reads_every_declared_key(Section section, Key<?> key) {
    String path = place(section) + "." + key.name();
    boolean takesSections = key.type().text().startsWith("se");
    PipelineFile file =
        PipelineFile.complete(folder).with(path + (takesSections ? " = wrong" : " = [[]]"));

    assertThat(file.messages()).anyMatch(message -> message.startsWith(path + ": expected"));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void every_example_is_accepted(Section section, Key<?> key) {
    String path = place(section) + "." + key.name();
    String example = key.example().isEmpty() ? "{}" : key.example();
    PipelineFile file =
        PipelineFile.complete(folder)
            .beside("sql/facts.sql", "SELECT 1")
            .beside("sql/orders.sql", "SELECT * FROM input")
            .with("firn.silver.orders.columns { id = long, a.type = \"decimal(9,2)\" }")
            .with("firn.silver.orders.history = " + historyOf(key))
            .with(kindBeside(section, key))
            .with(path + " = " + example);

    assertThat(file.parse()).isInstanceOf(ParsedPipeline.Valid.class);
  }

  private static String historyOf(Key<?> key) {
    return key.name().startsWith("track") ? "versions" : "latest";
  }

  /** What becomes of a broken expectation is said of one that expects something. */
  private static String kindBeside(Section section, Key<?> key) {
    return key.equals(ExpectSection.OTHERWISE) ? place(section) + ".check = \"a > 0\"" : "";
  }

  @Test
  void a_key_that_is_not_declared_cannot_be_read() {
    ConfigObject object = ConfigFactory.parseString("a = 1").root();
    Document document =
        new Document(
            object,
            "",
            new Locations(Path.of("x.conf"), object, object),
            new Variables(name -> null),
            new RelativePaths(folder));
    Section empty = new Section("firn", "Nothing.", List.of());
    Cursor cursor = new Cursor(document, new Problems(), empty, List.of("firn"), object);

    assertThatThrownBy(() -> cursor.read(FirnSection.NAME))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("firn does not declare 'name'");
  }

  @Test
  void every_declared_key_stands_in_the_reference() {
    String page = KeyReference.markdown();

    for (Section section : KeyReference.SECTIONS) {
      assertThat(page).contains("## `" + section.path() + "`");
      section.names().forEach(name -> assertThat(page).contains("\n| `" + name + "` | "));
    }
  }

  static Stream<Arguments> keys() {
    return KeyReference.SECTIONS.stream()
        .flatMap(
            section ->
                section.keys().stream()
                    .map(key -> argumentSet(section.path() + "." + key.name(), section, key)));
  }

  private static String place(Section section) {
    Map<String, String> tables =
        Map.of("firn.bronze", "orders", "firn.silver", "orders", "firn.gold", "revenue");
    String path = section.path().replace("COLUMN", "a").replace("EXPECTATION", "a");
    return tables.entrySet().stream()
        .filter(table -> path.startsWith(table.getKey()))
        .map(table -> path.replace("NAME", table.getValue()))
        .findFirst()
        .orElse(path);
  }
}
