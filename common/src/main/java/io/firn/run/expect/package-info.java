/**
 * Publishes what a table is expected to be and nothing else.
 *
 * <p>{@link io.firn.run.expect.Publication} writes rows beside what readers see, asks the table's
 * expectations of them ({@link io.firn.quality.Audit}), notes every answer in {@link
 * io.firn.run.expect.ExpectationLog}, keeps rows apart that are to be kept out ({@link
 * io.firn.run.expect.FailedRows}), and shows the rest to readers ({@link
 * io.firn.commit.StagedCommit}).
 */
package io.firn.run.expect;
