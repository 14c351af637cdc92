package io.firn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UsageErrorsTest {
  @Test
  void firn_alone_shows_its_help_on_standard_error_and_ends_with_20() {
    FirnCall call = FirnCall.of();

    assertThat(call.exitCode()).isEqualTo(20);
    assertThat(call.out()).isEmpty();
    assertThat(call.err()).contains("Usage: firn").contains("firn init shop --name shop");
  }

  @Test
  void an_unknown_verb_is_refused_with_the_nearest_one() {
    FirnCall call = FirnCall.of("runn");

    assertThat(call.exitCode()).isEqualTo(20);
    assertThat(call.out()).isEmpty();
    assertThat(call.err()).contains("'runn'").contains("did you mean 'run'").contains("next:");
  }

  @Test
  void an_unknown_option_is_refused_with_the_help_to_read() {
    FirnCall call = FirnCall.of("run", "--selekt", "silver");

    assertThat(call.exitCode()).isEqualTo(20);
    assertThat(call.err()).contains("'--selekt'").contains("--select").contains("firn run --help");
  }

  @Test
  void a_missing_value_is_refused() {
    FirnCall call = FirnCall.of("run", "--run-key");

    assertThat(call.exitCode()).isEqualTo(20);
    assertThat(call.err()).contains("--run-key").contains("KEY");
  }

  @Test
  void an_illegal_run_key_is_refused_with_the_rule() {
    FirnCall call = FirnCall.of("run", "--run-key", "no spaces please");

    assertThat(call.exitCode()).isEqualTo(20);
    assertThat(call.err()).contains("1 to 128 letters, digits");
  }

  @Test
  void an_unknown_sandbox_part_is_refused_with_the_nearest_one() {
    FirnCall call = FirnCall.of("sandbox", "--with", "kafka,postgress");

    assertThat(call.exitCode()).isEqualTo(20);
    assertThat(call.err()).contains("Did you mean 'postgres'?");
  }

  @Test
  void usage_errors_are_json_when_asked_for_even_if_the_error_stands_before_the_option() {
    FirnCall call = FirnCall.of("run", "--selekt", "silver", "--output", "json");

    assertThat(call.exitCode()).isEqualTo(20);
    assertThat(call.json().at("/exitCode").intValue()).isEqualTo(20);
    assertThat(call.json().at("/error/kind").textValue()).isEqualTo("USAGE");
    assertThat(call.json().at("/error/found").textValue()).contains("--selekt");
  }

  @Test
  void an_argument_with_an_at_sign_is_not_taken_for_a_file_of_arguments() {
    FirnCall call = FirnCall.of("init", "@folder");

    assertThat(call.err()).contains("Missing required option: '--name=NAME'");
  }
}
