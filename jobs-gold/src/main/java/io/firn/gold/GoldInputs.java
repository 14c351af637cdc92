package io.firn.gold;

import io.firn.model.Layer;
import io.firn.model.TableName;
import io.firn.run.rewind.LayerInputs;
import java.util.HashMap;
import java.util.Map;

/** What gold's progress says of the tables that it was made of. */
public final class GoldInputs implements LayerInputs {
  @Override
  public Layer layer() {
    return Layer.GOLD;
  }

  @Override
  public Map<TableName, Long> inputs(String progress) {
    Map<TableName, Long> inputs = new HashMap<>();
    GoldProgress.parse(progress)
        .inputs()
        .forEach((table, snapshot) -> inputs.put(TableName.parse(table), snapshot));
    return inputs;
  }
}
