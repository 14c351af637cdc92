package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {
  @TempDir Path folder;

  @Test
  void the_script_completes_verbs_and_bash_accepts_it() throws Exception {
    FirnCall call = FirnCall.of("completion");
    Path script = Files.writeString(folder.resolve("completion"), call.out());

    assertThat(call.exitCode()).isZero();
    assertThat(call.out()).contains("validate", "sandbox", "--select", "--pipeline");
    assertThat(bash("-n", script.toString())).isEmpty();
    assertThat(bash("-c", "source " + script + "; complete -p firn")).contains("_complete_firn");
  }

  private static String bash(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "bash";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
