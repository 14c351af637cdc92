package io.firn.silver;

import io.firn.model.Layer;
import io.firn.model.TableName;
import io.firn.run.rewind.LayerInputs;
import java.util.Map;

/** What silver's progress says of bronze. */
public final class SilverInputs implements LayerInputs {
  @Override
  public Layer layer() {
    return Layer.SILVER;
  }

  @Override
  public Map<TableName, Long> inputs(String progress) {
    SilverProgress read = SilverProgress.parse(progress);
    return Map.of(TableName.parse(read.input()), read.snapshot());
  }
}
