/**
 * Silver to gold.
 *
 * <p>{@link io.firn.gold.GoldJob} pins the input snapshots ({@link io.firn.gold.GoldPlanner}), puts
 * them in the place of the tables' names in the parsed query ({@link io.firn.gold.PinnedTables}),
 * refuses what depends on more than them ({@link io.firn.quality.Purity}), and replaces the table's
 * rows in one commit that carries the snapshot ids, looked at first when something is expected of
 * them ({@link io.firn.gold.GoldAudit}).
 *
 * <p>All rows, or those of the groups that changes reached: {@link io.firn.gold.RefreshChoice} asks
 * metadata whether all changes are known, {@link io.firn.gold.ChangedRows} reads them, {@link
 * io.firn.gold.ChangeTrace} follows them through the analysed query, {@link
 * io.firn.gold.AffectedGroups} argues why no other group changed, and {@link
 * io.firn.gold.GroupRefresh} computes those anew.
 */
package io.firn.gold;
