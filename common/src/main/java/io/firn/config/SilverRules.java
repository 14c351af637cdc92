package io.firn.config;

/**
 * What a silver table makes of changes.
 *
 * @param quarantine how many changes of a run may be refused
 * @param names what columns are called that the pipeline does not declare
 */
public record SilverRules(QuarantineSettings quarantine, Names names) {
  /** What holds where the pipeline says nothing. */
  public static final SilverRules USUAL = new SilverRules(QuarantineSettings.USUAL, Names.AS_IS);

  /** With columns called as their fields. */
  public SilverRules(QuarantineSettings quarantine) {
    this(quarantine, Names.AS_IS);
  }
}
