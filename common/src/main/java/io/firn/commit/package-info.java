/**
 * The only package that writes tables.
 *
 * <p>Tasks write files ({@link io.firn.commit.RowFileWriter}, {@link
 * io.firn.commit.PositionDeletes}); the driver commits them with the progress they bring ({@link
 * io.firn.commit.TableCommit}, {@link io.firn.commit.Stamp}), fenced by compare-and-set on the
 * progress the run started from ({@link io.firn.commit.Fence}). {@link io.firn.commit.Progress}
 * reads it back. No other store decides what is done.
 */
package io.firn.commit;
