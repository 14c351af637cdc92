package io.firn.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firn.model.FirnException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {
  @TempDir Path folder;

  @Test
  void a_new_demo_replaces_an_earlier_one_and_leaves_other_files_alone() throws IOException {
    Example example = example();
    try (DemoFolder first = DemoFolder.open(demo())) {
      first.write(example, "first:9092");
      Files.createDirectories(first.parts().resolve("kafka"));
    }
    Files.writeString(demo().resolve("notes.txt"), "mine");

    try (DemoFolder second = DemoFolder.open(demo())) {
      assertThat(second.parts()).doesNotExist();
      Path pipeline = second.write(example, "second:9092");
      assertThat(pipeline).content().contains("TINY_KAFKA = \"second:9092\"");
    }
    assertThat(demo().resolve("notes.txt")).hasContent("mine");
    assertThat(demo().resolve("sql/a.sql")).hasContent("SELECT 1");
    assertThat(demo().resolve("README.md")).doesNotExist();
  }

  @Test
  void a_demo_that_was_stopped_before_it_had_addresses_is_replaced_too() {
    DemoFolder.open(demo()).close();

    DemoFolder.open(demo()).close();

    assertThat(demo().resolve("warehouse")).isDirectory();
  }

  @Test
  void a_folder_with_something_else_in_it_is_refused_and_untouched() throws IOException {
    Path precious = Files.createDirectories(demo().resolve("warehouse")).resolve("table");
    Files.writeString(precious, "years of work");

    assertThatThrownBy(() -> DemoFolder.open(demo()))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining(
            "expected an empty folder or one of an earlier demo, found warehouse");
    assertThat(precious).hasContent("years of work");
  }

  @Test
  void two_demos_at_once_in_one_folder_are_refused() {
    try (DemoFolder running = DemoFolder.open(demo())) {
      assertThat(running.parts()).isEqualTo(demo().resolve("parts"));
      assertThatThrownBy(() -> DemoFolder.open(demo()))
          .isInstanceOf(FirnException.class)
          .hasMessageContaining("one that still runs");
    }
  }

  @Test
  void a_file_is_no_folder() throws IOException {
    Files.writeString(demo(), "a file");

    assertThatThrownBy(() -> DemoFolder.open(demo()))
        .isInstanceOf(FirnException.class)
        .hasMessageContaining("a folder that this user may write");
  }

  private Path demo() {
    return folder.resolve("demo");
  }

  private Example example() throws IOException {
    Path example = Files.createDirectories(folder.resolve("examples/tiny"));
    Files.createDirectories(example.resolve("source"));
    Files.createDirectories(example.resolve("sql"));
    Files.writeString(example.resolve("sql/a.sql"), "SELECT 1");
    Files.writeString(example.resolve(Example.PIPELINE), "firn { }");
    Files.writeString(example.resolve("README.md"), "# Tiny");
    return new Example("tiny", example);
  }
}
