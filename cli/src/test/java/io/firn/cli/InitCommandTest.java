package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {
  @TempDir Path folder;

  @Test
  void what_it_writes_is_a_valid_pipeline() {
    Path project = folder.resolve("new/project");

    FirnCall init = FirnCall.of("init", project.toString(), "--name", "shop");

    assertThat(init.exitCode()).isZero();
    assertThat(init.out()).contains("wrote").contains("firn.conf").contains("firn validate");
    FirnCall validate = FirnCall.of("validate", "-p", project.resolve("firn.conf").toString());
    assertThat(validate.exitCode()).as(validate.err()).isZero();
    assertThat(validate.out()).contains("OK, pipeline shop");
  }

  @Test
  void files_that_exist_are_not_touched_unless_forced() throws IOException {
    ProjectFolder project = ProjectFolder.initialised(folder);
    Files.writeString(project.file("firn.conf"), "mine");

    FirnCall again = FirnCall.of("init", folder.toString(), "--name", "shop");

    assertThat(again.exitCode()).isEqualTo(20);
    assertThat(again.err()).contains("firn.conf").contains("--force");
    assertThat(project.read("firn.conf")).isEqualTo("mine");

    FirnCall forced = FirnCall.of("init", folder.toString(), "--name", "shop", "--force");

    assertThat(forced.exitCode()).isZero();
    assertThat(project.read("firn.conf")).contains("shop");
  }

  @Test
  void an_illegal_name_is_refused_with_the_rule() {
    FirnCall call = FirnCall.of("init", folder.toString(), "--name", "My Shop");

    assertThat(call.exitCode()).isEqualTo(20);
    assertThat(call.err()).contains("My Shop").contains("lower-case");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_folder_that_cannot_be_written_is_told_as_such() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    FirnCall call = FirnCall.of("init", file.resolve("below").toString(), "--name", "shop");

    assertThat(call.exitCode()).isEqualTo(20);
    assertThat(call.err()).contains("Cannot write a file").contains("next:");
  }

  @Test
  void json_names_the_files() {
    FirnCall call = FirnCall.of("init", folder.toString(), "--name", "shop", "--output", "json");

    assertThat(call.json().at("/directory").textValue()).isEqualTo(folder.toString());
    assertThat(call.json().at("/files/0").textValue()).isEqualTo("firn.conf");
  }
}
