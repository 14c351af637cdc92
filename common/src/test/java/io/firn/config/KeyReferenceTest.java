package io.firn.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class KeyReferenceTest {
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "")).resolve("../docs/pipeline-keys.md").normalize();

  @Test
  void the_page_in_docs_is_the_reference_of_this_code() throws IOException {
    if (Boolean.getBoolean("firn.regenerate")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, KeyReference.markdown());
    }

    assertThat(PAGE)
        .as(
            "regenerate with: mvn -f common/pom.xml test -Dtest=KeyReferenceTest"
                + " -Dfirn.regenerate=true, then review the difference")
        .hasContent(KeyReference.markdown());
  }
}
