/**
 * Silver to gold.
 *
 * <p>{@link io.firn.gold.GoldJob} pins the input snapshots ({@link io.firn.gold.GoldPlanner}), puts
 * them in the place of the tables' names in the parsed query ({@link io.firn.gold.PinnedTables}),
 * refuses what depends on more than them ({@link io.firn.quality.Purity}), and replaces the table's
 * rows in one commit that carries the snapshot ids, looked at first when something is expected of
 * them ({@link io.firn.gold.GoldAudit}).
 */
package io.firn.gold;
