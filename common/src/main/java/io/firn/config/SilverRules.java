package io.firn.config;

/**
 * What a silver table makes of changes.
 *
 * @param deletes what becomes of a row that the source deleted
 * @param changes whether each run appends the row images before and after to {@code
 *     silver.NAME__changes}
 * @param quarantine how many changes of a run may be refused
 * @param names what columns are called that the pipeline does not declare
 */
public record SilverRules(
    Deletes deletes, boolean changes, QuarantineSettings quarantine, Names names) {
  /** What holds where the pipeline says nothing. */
  public static final SilverRules USUAL = new SilverRules(QuarantineSettings.USUAL, Names.AS_IS);

  /** Deleted rows are removed, and no images are kept. */
  public SilverRules(QuarantineSettings quarantine, Names names) {
    this(Deletes.REMOVE, false, quarantine, names);
  }

  /** With columns called as their fields. */
  public SilverRules(Deletes deletes, boolean changes, QuarantineSettings quarantine) {
    this(deletes, changes, quarantine, Names.AS_IS);
  }

  /** With columns called as their fields. */
  public SilverRules(QuarantineSettings quarantine) {
    this(quarantine, Names.AS_IS);
  }
}
