/**
 * Test files: {@link io.firn.cli.trial.TestFiles} finds and reads them, {@link
 * io.firn.cli.trial.TrialView} and {@link io.firn.cli.trial.JunitXml} show what came of the tests.
 */
package io.firn.cli.trial;
