package io.firn.run.maintain;

import java.util.List;
import java.util.OptionalInt;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.util.PropertyUtil;

/** Many small manifests become few: each is a file that every query opens before it begins. */
final class Manifests {
  /** Fewer are no burden. */
  private static final int FEW = 10;

  /** Times as many as their bytes need. */
  private static final int TOO_MANY = 4;

  private Manifests() {}

  /** How many are to be rewritten; empty when they are few or full enough. */
  static OptionalInt due(Table table) {
    if (table.currentSnapshot() == null) {
      return OptionalInt.empty();
    }
    List<ManifestFile> manifests = table.currentSnapshot().dataManifests(table.io());
    long bytes = manifests.stream().mapToLong(ManifestFile::length).sum();
    long full =
        PropertyUtil.propertyAsLong(
            table.properties(),
            TableProperties.MANIFEST_TARGET_SIZE_BYTES,
            TableProperties.MANIFEST_TARGET_SIZE_BYTES_DEFAULT);
    boolean many = manifests.size() > Math.max(FEW, TOO_MANY * (bytes / full + 1));
    return many ? OptionalInt.of(manifests.size()) : OptionalInt.empty();
  }

  /** Filled in the order in which they are: files of one time stay together. */
  static void carryOut(Table table) {
    table.rewriteManifests().clusterBy(file -> String.valueOf(file.specId())).commit();
  }
}
