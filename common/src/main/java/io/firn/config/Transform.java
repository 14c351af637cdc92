package io.firn.config;

/** What a silver table makes of its rows once they are typed. */
public sealed interface Transform {

  /** How the pipeline file names it, for messages. */
  String place();

  /**
   * A query over the rows.
   *
   * @param file the file's name as it stands in the pipeline
   * @param text the file's text
   */
  record Sql(String file, String text) implements Transform {
    @Override
    public String place() {
      return file;
    }
  }

  /**
   * A class of the class path that implements {@code io.firn.transform.RowTransform}.
   *
   * @param name with its package
   */
  record JavaClass(String name) implements Transform {
    /** In front of a class's name in the pipeline file. */
    public static final String PREFIX = "class:";

    @Override
    public String place() {
      return PREFIX + name;
    }
  }
}
