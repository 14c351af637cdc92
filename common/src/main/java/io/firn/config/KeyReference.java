package io.firn.config;

import java.util.List;

/**
 * The reference of all keys, printed from the declarations that the parser reads by ({@code
 * docs/pipeline-keys.md}).
 */
public final class KeyReference {
  static final List<Section> SECTIONS =
      List.of(
          FirnSection.SECTION,
          CatalogSection.SECTION,
          KafkaSection.SECTION,
          BronzeSection.SECTION,
          QuarantineSection.SECTION,
          SilverSection.SECTION,
          QuarantineSection.OF_SILVER,
          ColumnSection.SECTION,
          ExpectSection.OF_SILVER,
          GoldSection.SECTION,
          ExpectSection.OF_GOLD);

  private static final String INTRODUCTION =
      """
      # Keys of the pipeline file

      <!-- Written by io.firn.config.KeyReference from the parser's own declarations; do not edit. -->

      A pipeline is one HOCON file. `include`, substitution and environment variables (`${NAME}`,
      `${?NAME}`) work. Only the keys that stand here are accepted. All that is wrong with a file is
      reported at once, with file and line.

      - **Paths** are relative to the pipeline file's folder.
      - **Table names** are lower case: a letter, then letters, digits and single underscores.
      - **Settings** (`catalog.properties`, `kafka.options`, `spark`) are handed on by name; `a.b = c`
        and `"a.b" = c` are the same setting. A value that is one environment variable stays a
        reference: it is read when it is used, and the manifest holds the variable's name only.
      - **Secrets** are settings whose name speaks of a password, secret, token, credential, JAAS,
        access key, private key or passphrase. They must be references: `${?NAME}`, `${NAME}` or
        `{ file = "path" }`. `${?NAME}` leaves the setting out when the variable is not set;
        `${NAME}` then refuses the pipeline.
      """;

  private KeyReference() {}

  /** The whole page; ends with a line break. */
  public static String markdown() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    SECTIONS.forEach(section -> append(page, section));
    return page.toString();
  }

  private static void append(StringBuilder page, Section section) {
    page.append("\n## `").append(section.path()).append("`\n\n");
    page.append(section.meaning()).append("\n\n");
    page.append("| key | value | when left out | meaning | example |\n|---|---|---|---|---|\n");
    for (Key<?> key : section.keys()) {
      page.append("| `").append(key.name()).append("` | ");
      page.append(cell(key.type().text())).append(" | ");
      page.append(cell(key.presence().text())).append(" | ");
      page.append(cell(key.meaning())).append(" | ");
      page.append(key.example().isEmpty() ? "" : "`" + cell(key.example()) + "`").append(" |\n");
    }
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
