package io.firn.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Builds modules full of deliberate violations under the real parent pom, and compares what the
 * build refuses with what their lines announce: {@code // expect: RULE}. A line that announces
 * nothing must pass, so the same modules show what is allowed.
 */
class BuildRulesIT {
  private static final Path VIOLATIONS = Path.of("src/test/violations");
  private static final Path COPY = Path.of("target/violations");
  private static final Path ROOT = Path.of("..");
  private static final Path CHECKSTYLE = ROOT.resolve(".mvn/checkstyle/checkstyle.xml");

  private static MavenBuild checked;

  @BeforeAll
  static void build() throws Exception {
    Violations.copy(VIOLATIONS, COPY);
    writeWhatIsTooLong();
    checked = MavenBuild.run(COPY, "verify", "--fail-at-end");
  }

  @Test
  void theViolatingModulesDoNotBuild() {
    assertThat(checked.exitCode()).isNotZero();
    assertThat(checked.failedModules())
        .containsExactlyInAnyOrder(
            "violations-architecture",
            "violations-bugs",
            "violations-warnings",
            "violations-layout",
            "violations-dependencies",
            "violations-compiled-spark",
            "violations-two-icebergs",
            "violations-poms");
  }

  @Test
  void checkstyleRefusesWhatIsMarkedAndNothingElse() throws IOException {
    Path module = COPY.resolve("architecture");
    assertThat(CheckstyleResult.errors(module)).isEqualTo(Violations.expected(module));
  }

  @Test
  void everyCheckstyleRuleIsViolatedSomewhere() throws IOException {
    Set<String> rules = allMatches("<property name=\"id\" value=\"([a-z-]+)\"/>", CHECKSTYLE);
    // A habit is no error: it is shown below.
    rules.remove("file-habit");

    assertThat(Violations.rules(COPY.resolve("architecture"))).containsAll(rules);
  }

  @Test
  void aLongFileIsMentionedBeforeItIsRefused() throws IOException {
    assertThat(CheckstyleResult.warnings(COPY.resolve("architecture")))
        .containsExactlyInAnyOrder(
            "src/main/java/io/firn/model/Long.java:1 file-habit",
            "src/main/java/io/firn/model/TooLong.java:1 file-habit");
  }

  @Test
  void errorProneRefusesWhatIsMarkedAndNothingElse() throws IOException {
    Path module = COPY.resolve("bugs");
    assertThat(checked.compilerErrors(module)).isEqualTo(Violations.expected(module));
  }

  @Test
  void everyBugPatternOfTheParentPomIsViolatedSomewhere() throws IOException {
    assertThat(Violations.rules(COPY.resolve("bugs")))
        .containsAll(allMatches("-Xep:(\\w+):ERROR", ROOT.resolve("pom.xml")));
  }

  @Test
  void aCompilerWarningIsAnError() {
    assertThat(checked.log())
        .contains("Raw.java:[7,19] found raw type: java.util.List")
        .contains("Raw.java: warnings found and -Werror specified");
  }

  @Test
  void anotherLayoutIsRefused() {
    assertThat(checked.log())
        .contains("The following files had format violations")
        .contains("src/main/java/io/firn/model/Layout.java")
        .contains("Run 'mvn spotless:apply' to fix these violations.");
  }

  @Test
  void dependenciesThatFailAtRunTimeAreRefused() {
    assertThat(checked.bannedDependencies())
        .contains(
            "org.scala-lang.modules:scala-parser-combinators_2.12:jar:1.1.2",
            "junit:junit:jar:4.13.2",
            "log4j:log4j:jar:1.2.17")
        .anyMatch(artifact -> artifact.startsWith("org.apache.spark:spark-sql_2.13:jar:"))
        .anyMatch(artifact -> artifact.startsWith("org.apache.iceberg:iceberg-core:jar:"))
        .noneMatch(artifact -> artifact.contains("iceberg-spark-runtime"));
  }

  @Test
  void aDependencyNamedTwiceAndAPluginWithoutAVersionAreRefused() {
    assertThat(checked.log())
        .contains("dependencies.dependency[com.typesafe:config:jar] (2 times)")
        .contains("org.apache.maven.plugins:maven-antrun-plugin");
  }

  @Test
  void quickSwitchesTheChecksOff() throws Exception {
    MavenBuild quick = MavenBuild.run(COPY, "validate", "-Dquick");

    assertThat(quick.exitCode()).describedAs(quick.log()).isZero();
  }

  private static void writeWhatIsTooLong() throws IOException {
    Path sources =
        Files.createDirectories(COPY.resolve("architecture/src/main/java/io/firn/model"));
    Files.writeString(sources.resolve("Long.java"), source("Long", "", 251));
    Files.writeString(sources.resolve("TooLong.java"), source("TooLong", "file-length", 351));
    Path tests = Files.createDirectories(COPY.resolve("architecture/src/test/java/io/firn/model"));
    Files.writeString(tests.resolve("LongTest.java"), source("LongTest", "", 600));
    Files.writeString(tests.resolve("TooLongTest.java"), source("TooLongTest", "test-length", 601));
    Files.writeString(sources.resolve("Methods.java"), methods());
  }

  private static String source(String name, String rule, int lines) {
    String first = "package io.firn.model;" + (rule.isEmpty() ? "" : " // expect: " + rule);
    return first + "\n" + "\n".repeat(lines - 3) + "interface " + name + " {}\n\n";
  }

  private static String methods() {
    return "package io.firn.model;\n\ninterface Methods {\n"
        + method("sixty", "", 60)
        + method("sixtyOne", " // expect: method-length", 61)
        + "}\n";
  }

  private static String method(String name, String mark, int lines) {
    String body =
        IntStream.rangeClosed(3, lines)
            .mapToObj(line -> "    System.nanoTime();\n")
            .collect(Collectors.joining());
    return "  default void " + name + "() {" + mark + "\n" + body + "  }\n";
  }

  private static Set<String> allMatches(String regex, Path file) throws IOException {
    List<String> found =
        Pattern.compile(regex)
            .matcher(Files.readString(file))
            .results()
            .map(match -> match.group(1))
            .toList();
    return new TreeSet<>(found);
  }
}
