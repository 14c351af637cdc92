package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompileCommandTest {
  @TempDir Path folder;
  ProjectFolder project;
  String manifest;

  @BeforeEach
  void initialise() {
    project = ProjectFolder.initialised(folder);
    manifest = project.file("out/manifest.json").toString();
  }

  @Test
  void the_manifest_goes_to_standard_output_as_json_whatever_the_output_format() {
    FirnCall text = FirnCall.of("compile", "-p", project.pipeline());
    FirnCall json = FirnCall.of("compile", "-p", project.pipeline(), "--output", "json");

    assertThat(text.exitCode()).as(text.err()).isZero();
    assertThat(text.json().isObject()).isTrue();
    assertThat(json.out()).isEqualTo(text.out());
  }

  @Test
  void a_file_holds_the_same_bytes() {
    FirnCall printed = FirnCall.of("compile", "-p", project.pipeline());

    FirnCall written = FirnCall.of("compile", "-p", project.pipeline(), "-o", manifest);

    assertThat(written.exitCode()).isZero();
    assertThat(written.out()).contains(manifest).contains("written");
    assertThat(project.read("out/manifest.json")).isEqualTo(printed.out());
  }

  @Test
  void check_accepts_a_current_file_and_refuses_a_stale_one() {
    FirnCall.of("compile", "-p", project.pipeline(), "-o", manifest);

    FirnCall current = check();
    project.replaceInPipeline("name = shop", "name = store");
    FirnCall stale = check();

    assertThat(current.exitCode()).isZero();
    assertThat(current.out()).contains("current");
    assertThat(stale.exitCode()).as(stale.out()).isEqualTo(20);
    assertThat(stale.err()).contains("stale").contains("firn compile -p " + project.pipeline());
  }

  @Test
  void check_refuses_a_missing_file() {
    assertThat(check().exitCode()).isEqualTo(20);
    assertThat(check().err()).contains("no such file");
  }

  @Test
  void check_needs_a_file() {
    FirnCall call = FirnCall.of("compile", "-p", project.pipeline(), "--check");

    assertThat(call.exitCode()).isEqualTo(20);
    assertThat(call.err()).contains("--out FILE");
  }

  @Test
  void a_manifest_can_be_given_instead_of_the_pipeline() {
    FirnCall.of("compile", "-p", project.pipeline(), "-o", manifest);

    FirnCall call = FirnCall.of("validate", "-p", manifest);

    assertThat(call.exitCode()).as(call.err()).isZero();
    assertThat(call.out()).contains("pipeline shop");
  }

  private FirnCall check() {
    return FirnCall.of("compile", "-p", project.pipeline(), "-o", manifest, "--check");
  }
}
