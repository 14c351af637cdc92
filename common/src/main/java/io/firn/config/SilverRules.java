package io.firn.config;

/**
 * What a silver table makes of changes.
 *
 * @param quarantine how many changes of a run may be refused
 */
public record SilverRules(QuarantineSettings quarantine) {
  /** What holds where the pipeline says nothing. */
  public static final SilverRules USUAL = new SilverRules(QuarantineSettings.USUAL);
}
