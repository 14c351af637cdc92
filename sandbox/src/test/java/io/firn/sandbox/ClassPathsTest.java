package io.firn.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathsTest {

  @TempDir Path root;

  @Test
  void findsTheRepositoryFromAFolderInside() throws IOException {
    Path jar = Files.writeString(root.resolve("a.jar"), "");
    write("kafka", jar + "\n");
    Path inside = Files.createDirectories(root.resolve("jobs-bronze/src"));
    assertThat(ClassPaths.find(Optional.empty(), inside).of("kafka")).containsExactly(jar);
  }

  @Test
  void aPartsOwnClassesComeFirst() throws IOException {
    Path jar = Files.writeString(root.resolve("a.jar"), "");
    Path target = write("postgres", jar + ":" + jar);
    Path classes = Files.createDirectories(target.resolve("classes"));
    assertThat(here().of("postgres")).containsExactly(classes, jar, jar);
  }

  @Test
  void saysHowToBuildWhenAPartIsNotBuilt() throws IOException {
    Files.createDirectories(root.resolve("sandbox/parts/kafka"));
    assertThatThrownBy(() -> here().of("kafka"))
        .isInstanceOf(SandboxException.class)
        .hasMessage(
            "Cannot start part 'kafka': its class path file %s does not exist. The repository %s is"
                + " not built: run `mvn -DskipTests package` there.",
            root.resolve("sandbox/parts/kafka/target/classpath"), root);
  }

  @Test
  void saysHowToBuildWhenAJarWasDeleted() throws IOException {
    Path target = write("kafka", "/no/such.jar");
    assertThatThrownBy(() -> here().of("kafka"))
        .isInstanceOf(SandboxException.class)
        .hasMessage(
            "Cannot start part 'kafka': %s names /no/such.jar, which does not exist. The local Maven"
                + " repository has changed: in %s, run `mvn -DskipTests package`.",
            target.resolve("classpath"), root);
  }

  @Test
  void refusesAHomeWithoutParts() {
    assertThatThrownBy(() -> here())
        .isInstanceOf(SandboxException.class)
        .hasMessage(
            "Cannot find the sandbox parts: -Dfirn.home=%s holds no folder sandbox/parts. Point"
                + " firn.home at the root of the Firn repository.",
            root);
  }

  @Test
  void refusesAWorkingDirectoryOutsideTheRepository() {
    assertThatThrownBy(() -> ClassPaths.find(Optional.empty(), root))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("no folder from " + root + " upwards holds sandbox/parts")
        .hasMessageContaining("pass -Dfirn.home=<its root>");
  }

  private ClassPaths here() {
    return ClassPaths.find(Optional.of(root.toString()), Path.of("/"));
  }

  private Path write(String part, String classPath) throws IOException {
    Path target = Files.createDirectories(root.resolve("sandbox/parts/" + part + "/target"));
    Files.writeString(target.resolve("classpath"), classPath);
    return target;
  }
}
